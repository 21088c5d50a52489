"""What importing the reader costs."""

from __future__ import annotations

import subprocess
import sys


def test_the_reader_needs_no_compiled_packages_and_loads_quickly() -> None:
    code = (
        "import sys, time; b = time.process_time(); sum(i * i for i in range(2_000_000)); t = time.process_time(); "
        "import verifier.claims.reader, verifier.claims.readings.claim_readings; "
        "print((time.process_time() - t) / (t - b), "
        "*[name for name in ('numpy', 'pandas', 'scipy', 'pycountry', 'yaml') if name in sys.modules])"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    times = [float(run.stdout.split()[0]) for run in runs]  # as long as a loop takes on this machine as it is now
    assert [run.stdout.split()[1:] for run in runs] == [[], [], []]
    assert min(times) < 5
