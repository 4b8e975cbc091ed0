// A browser of three movements: it follows redirects with its cookies, fills in the forms it is
// told to, and stops where it is told to. One browser is one cookie jar.

/**
 * Makes a browser that nobody has used yet. It does not open an address that begins with `stopAt`,
 * but returns it, with status 0.
 */
export function freshBrowser({ stopAt } = {}) {
  const cookies = new Map();

  /** Follows `url`, and whatever it redirects to, until a page; returns that page. */
  async function open(url, request = {}) {
    let next = { url: new URL(url), request };
    for (let hops = 0; hops < 20; hops += 1) {
      if (stopAt && next.url.href.startsWith(stopAt)) return { url: next.url, status: 0, html: '' };
      const response = await send(next.url, next.request);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || !location) {
        return { url: next.url, status: response.status, html: await response.text() };
      }
      await response.arrayBuffer();
      next = { url: new URL(location, next.url), request: {} };
    }
    throw new Error(`redirected in circles, last to ${next.url.origin}${next.url.pathname}`);
  }

  async function send(url, { method = 'GET', body } = {}) {
    const jar = cookies.get(url.origin) ?? new Map();
    cookies.set(url.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }) };
    const response = await fetch(url, { method, body, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Fills in the first form of `page` and presses its button named `button`. */
  function submit(page, fields, button = {}) {
    const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/.exec(page.html);
    if (!form) throw new Error(`no form on ${page.url.pathname} (status ${page.status})`);
    const body = new URLSearchParams();
    for (const [, attributes] of form[2].matchAll(/<input\b([^>]*)>/g)) {
      const name = attribute(attributes, 'name');
      if (name && attribute(attributes, 'type') !== 'submit') body.set(name, fields[name] ?? attribute(attributes, 'value') ?? '');
    }
    for (const [name, value] of Object.entries(button)) body.set(name, value);
    return open(new URL(attribute(form[1], 'action') ?? '', page.url), { method: 'POST', body });
  }

  return { open, submit };
}

function attribute(text, name) {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1].replaceAll('&amp;', '&');
}
