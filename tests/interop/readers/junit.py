"""What PyPI `junitparser` makes of a JUnit report, as JSON.

    junit.py FILE
"""

import json
import sys

from junitparser import JUnitXml, TestSuite


def outcome(case):
    return [type(result).__name__ for result in case.result] or ["Success"]


report = JUnitXml.fromfile(sys.argv[1])
suites = [report] if isinstance(report, TestSuite) else list(report)
cases = [case for suite in suites for case in suite]
told = {name: getattr(report, name) for name in ("tests", "failures", "errors", "skipped")}
report.update_statistics()
counted = {name: getattr(report, name) for name in told}
json.dump(
    {
        "told": told,
        "counted": counted,
        "cases": [
            {
                "name": case.name,
                "classname": case.classname,
                "outcome": outcome(case),
                "message": case.result[0].message if case.result else None,
            }
            for case in cases
        ],
    },
    sys.stdout,
)
