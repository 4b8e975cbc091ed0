from django.http import JsonResponse
from django.views.decorators.http import require_safe

from .auth import require_user


# For everybody: in the OpenAPI document, `security: []`.
@require_safe
def health(request):
    return JsonResponse({"status": "ok"})


# For whoever is signed in. Where CsrfViewMiddleware is at work, a view that changes something needs
# @csrf_exempt as well: no cookie signs anybody in.
@require_safe
@require_user
def me(request):
    return JsonResponse({"sub": request.account["sub"]})
