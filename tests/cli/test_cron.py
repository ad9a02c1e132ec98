"""`cron`: lines that a scheduler takes as they are. They are run here as the scheduler would run them."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from denialctl.commands.cron.here import program_here
from denialctl.commands.cron.lines import lines_for
from denialctl.commands.cron.schedule import Schedule, Scheduler, read_days, read_time, usual_scheduler
from denialctl.errors import UsageError

if TYPE_CHECKING:
    from tests.conftest import Office

AWKWARD = "100% o'clock & $HOME"
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="the lines are run by a shell")


@pytest.fixture
def program(office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in a folder with an awkward name, which writes down how it was called."""
    folder = office.root / AWKWARD
    folder.mkdir()
    path = folder / "denialctl"
    path.write_text(
        f'#!/bin/sh\necho "$@" >> {office.root}/calls\nprintf "%s\\n" "$DENIALCTL_DB" "$DENIALCTL_CONFIG" > {office.root}/seen\n'
        'case "$1" in due) echo "a list";; doctor) exit "${DOCTOR_SAYS:-0}";; esac\n',
        encoding="utf-8",
    )
    path.chmod(0o700)
    monkeypatch.setattr(sys, "argv", [str(path)])
    monkeypatch.setenv("DENIALCTL_DB", str(folder / "cases.db"))
    return path


def calls(office: Office) -> list[str]:
    return (office.root / "calls").read_text(encoding="utf-8").splitlines()


# -- crontab ------------------------------------------------------------------------------


def jobs(text: str) -> list[tuple[str, str]]:
    """Read a crontab as cron does: when, and what its shell gets. A bare % ends the command; \\% is a %."""
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#") and not re.match(r"[A-Z_]+=", line):
            *when, command = line.split(None, 5)
            assert not re.search(r"(?<!\\)%", command), "the command ends here for cron"
            found.append((" ".join(when), command.replace(r"\%", "%")))
    return found


@on_unix
def test_a_crontab_line_runs_the_program_with_its_files_whatever_they_are_called(office: Office, program: Path) -> None:
    result = office.quick("cron", "crontab")

    assert (result.code, result.err) == (0, "")
    found = jobs(result.out)
    assert [when for when, _ in found] == ["5 7 * * 1-5"] * 2
    assert r"100\% o" in result.out
    for _, command in found:
        subprocess.run(
            ["/bin/sh", "-c", command], env={"PATH": "/usr/bin:/bin"}, check=True, cwd="/", capture_output=True
        )
    assert calls(office) == ["due --quiet", "doctor --quiet"]
    assert (office.root / "seen").read_text(encoding="utf-8").splitlines() == [
        str(program.parent / "cases.db"),
        str(office.config),
    ]


def test_mail_goes_where_it_is_sent_and_is_called_what_it_is(office: Office) -> None:
    lines = office.quick("cron", "crontab", "--mail", "desk@clinic.example").out.splitlines()

    assert "MAILTO=desk@clinic.example" in lines
    assert lines.index("MAILTO=desk@clinic.example") < next(
        number for number, line in enumerate(lines) if line[0].isdigit()
    )
    assert "protected health information" in " ".join(lines)
    assert "MAILTO=" not in "".join(
        line for line in office.quick("cron", "crontab").out.splitlines() if not line.startswith("#")
    )


def test_every_line_of_a_crontab_is_a_comment_a_variable_or_a_job(office: Office) -> None:
    for line in office.quick("cron", "crontab", "--mail", "desk@clinic.example", "--escalate").out.splitlines():
        assert re.match(r"#|[A-Z_]+=\S|\d+ \d+ \* \* [\d,*-]+  \S", line), line


def test_where_nothing_names_the_files_no_file_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DENIALCTL_DB")
    monkeypatch.delenv("DENIALCTL_CONFIG")

    assert "DENIALCTL_" not in office.quick("cron", "crontab").out
    assert f"DENIALCTL_DB={office.root / 'x.db'} " in office.quick("cron", "crontab", "--db", "x.db").out, "a full path"
    assert f"DENIALCTL_DB={office.root / 'x.db'} " in office.quick("--db", "x.db", "cron", "crontab").out


def test_escalation_is_asked_for_or_follows_from_the_settings(office: Office) -> None:
    def escalates(*options: str) -> bool:
        return any("escalate --quiet" in command for _, command in jobs(office.quick("cron", "crontab", *options).out))

    assert not escalates()
    assert escalates("--escalate")
    office.quick("config", "set", "lead", "dana")
    assert escalates()
    assert not escalates("--no-escalate")


def test_an_hour_of_the_computer_that_is_not_the_offices_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("denialctl.commands.cron.here.zone_of_this_computer", lambda: "Etc/UTC")

    assert (
        "07:05 is the hour of this computer (Etc/UTC). The office's zone is America/New_York."
        in office.quick("cron", "crontab").out
    )
    assert "07:05 is the hour of this computer (Etc/UTC)" in office.quick("cron", "windows").out
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 07:05:00 America/New_York\n" in office.quick("cron", "systemd").out

    monkeypatch.setattr("denialctl.commands.cron.here.zone_of_this_computer", lambda: "America/New_York")
    assert "America/New_York" not in office.quick("cron", "crontab").out
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 07:05:00\n" in office.quick("cron", "systemd").out


# -- days and hours -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "cron", "systemd", "windows"),
    [
        ("mon-fri", "1-5", "Mon,Tue,Wed,Thu,Fri *-*-*", "MON,TUE,WED,THU,FRI"),
        ("Mon, wed,FRI", "1,3,5", "Mon,Wed,Fri *-*-*", "MON,WED,FRI"),
        ("sat-mon", "1,6,0", "Mon,Sat,Sun *-*-*", "MON,SAT,SUN"),
        ("fri-sun", "5,6,0", "Fri,Sat,Sun *-*-*", "FRI,SAT,SUN"),
        ("sun", "0", "Sun *-*-*", "SUN"),
        ("daily", "*", "*-*-*", "MON,TUE,WED,THU,FRI,SAT,SUN"),
        ("mon-sun", "*", "*-*-*", "MON,TUE,WED,THU,FRI,SAT,SUN"),
    ],
)
def test_weekdays_are_said_as_each_scheduler_wants_them(days: str, cron: str, systemd: str, windows: str) -> None:
    schedule = Schedule(time(6, 50), read_days(days), ("/bin/denialctl",))

    assert {when for when, _ in jobs(lines_for(Scheduler.CRONTAB, schedule))} == {f"50 6 * * {cron}"}
    assert f"OnCalendar={systemd} 06:50:00\n" in lines_for(Scheduler.SYSTEMD, schedule)
    assert f" /D {windows} /ST 06:50 " in lines_for(Scheduler.WINDOWS, schedule)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--at", "24:00"), "24:00"),
        (("--at", "7am"), "such as --at 07:05"),
        (("--at", "7:5"), "such as --at 07:05"),
        (("--days", "weekdays"), "--days mon-fri"),
        (("--days", "mon-"), "--days mon-fri"),
        (("--days", ""), "--days mon-fri"),
        (("--mail", "two words"), "mail address"),
        (("--mail", "a@b.example\nMAILTO=c@d.example"), "mail address"),
        (("--mail", "a@b.example'; rm -rf /"), "mail address"),
        (("launchd",), "'crontab', 'systemd', 'windows'"),
    ],
)
def test_what_no_scheduler_takes_is_refused_in_a_sentence(office: Office, options: tuple[str, ...], said: str) -> None:
    result = office.quick("cron", *options)

    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_an_hour_may_be_written_with_one_figure() -> None:
    assert read_time("7:05") == time(7, 5)
    assert read_time(" 23:59 ") == time(23, 59)


@pytest.mark.parametrize("scheduler", list(Scheduler))
def test_a_path_that_would_begin_a_new_line_is_refused(scheduler: Scheduler) -> None:
    with pytest.raises(UsageError, match="line break"):
        lines_for(scheduler, Schedule(time(7, 5), (0,), ("/bin/denialctl",), (("DENIALCTL_DB", "/a\n* * * * * evil"),)))


# -- systemd ------------------------------------------------------------------------------------


def units(text: str) -> dict[str, configparser.ConfigParser]:
    """Read the units that the script writes."""
    found = {}
    for name, body in re.findall(
        r"^cat > ~/\.config/systemd/user/(\S+) <<'END'\n(.*?)^END$", text, re.MULTILINE | re.DOTALL
    ):
        unit = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(body)
        found[name] = unit
    return found


def words_of(line: str) -> list[str]:
    """Split a command as systemd.service(5) says: words in double quotes, C escapes, %% and $$."""
    words = [quoted if quoted is not None else bare for quoted, bare in _parts(line)]
    return [word.replace("%%", "%").replace("$$", "$") for word in words]


def _parts(line: str) -> list[tuple[str | None, str]]:
    found: list[tuple[str | None, str]] = []
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        inside = match[1]
        if inside is not None:
            assert re.fullmatch(r'(?:[^\\]|\\[\\"])*', inside), "no escape that this reader does not know"
            inside = re.sub(r"\\(.)", r"\1", inside)
            assert not re.search(r"(?<!%)(%%)*%(?!%)", inside), "a bare % is a specifier"
            assert not re.search(r"(?<!\$)(\$\$)*\$(?!\$)", inside), "a bare $ is a variable"
        found.append((inside, match[2] or ""))
    return found


@on_unix
def test_the_service_runs_everything_and_leaves_the_list_to_its_owner_only(office: Office, program: Path) -> None:
    printed = office.quick("cron", "systemd", "--escalate").out
    service = units(printed)["denialctl-morning.service"]["Service"]

    assert service["Type"] == "oneshot"
    command = words_of(service["ExecStart"])
    assert command[:2] == ["/bin/sh", "-c"]
    assert len(command) == 3
    umask = int(service["UMask"], 8)
    done = subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, check=False, umask=umask, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), "nothing of the list reaches the journal"
    assert calls(office) == ["due --quiet", "escalate --quiet", "doctor --quiet"]
    left = program.parent / "morning.txt"
    assert left.read_text(encoding="utf-8") == "a list\n"
    assert left.stat().st_mode & 0o077 == 0
    failing = subprocess.run(
        command, env={"PATH": "/usr/bin:/bin", "DOCTOR_SAYS": "1"}, check=False, capture_output=True
    )
    assert failing.returncode == 1, "the unit fails if the doctor does"


@on_unix
def test_the_service_knows_the_offices_files(office: Office, program: Path) -> None:
    printed = office.quick("cron", "systemd").out

    named = re.findall(r"^Environment=(.*)$", printed, re.MULTILINE)
    # In Environment= a $ stands for itself; only % is special.
    values = [re.sub(r"\\(.)", r"\1", line[1:-1]).replace("%%", "%") for line in named]
    assert values == [f"DENIALCTL_DB={program.parent / 'cases.db'}", f"DENIALCTL_CONFIG={office.config}"]


@on_unix
def test_the_service_mails_what_was_said_and_nothing_when_nothing_was(office: Office, program: Path) -> None:
    post = office.root / "sendmail"
    post.write_text(f"#!/bin/sh\ncat > {office.root}/mail\n", encoding="utf-8")
    post.chmod(0o700)
    printed = office.quick("cron", "systemd", "--mail", "desk@clinic.example").out
    command = words_of(units(printed)["denialctl-morning.service"]["Service"]["ExecStart"])
    assert command[2].count("/usr/sbin/sendmail") == 1
    command[2] = command[2].replace("/usr/sbin/sendmail", str(post))

    assert subprocess.run(command, check=False).returncode == 0
    mail = (office.root / "mail").read_text(encoding="utf-8")
    assert mail.startswith("To: desk@clinic.example\nSubject: denialctl: this morning\n")
    assert mail.endswith("\n\na list\n")

    (office.root / "mail").unlink()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    assert subprocess.run(command, check=False).returncode == 0
    assert not (office.root / "mail").exists()

    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert subprocess.run(command, check=False).returncode == 1


def test_the_timer_catches_up_and_is_started_by_two_lines(office: Office) -> None:
    printed = office.quick("cron", "systemd", "--at", "06:50").out
    timer = units(printed)["denialctl-morning.timer"]

    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert [line for line in printed.splitlines() if line.startswith("systemctl")] == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now denialctl-morning.timer",
    ]


@on_unix
def test_the_whole_output_is_a_script_that_writes_sound_units(office: Office, program: Path) -> None:
    tools = office.root / "tools"
    tools.mkdir()
    (tools / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> {office.root}/systemctl-calls\n', encoding="utf-8")
    (tools / "systemctl").chmod(0o700)
    printed = office.quick("cron", "systemd", "--mail", "desk@clinic.example").out

    done = subprocess.run(
        ["/bin/sh", "-e"],
        input=printed,
        encoding="utf-8",
        env={"HOME": str(office.root), "PATH": f"{tools}:/usr/bin:/bin"},
        check=False,
        capture_output=True,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    folder = office.root / ".config" / "systemd" / "user"
    assert sorted(path.name for path in folder.iterdir()) == ["denialctl-morning.service", "denialctl-morning.timer"]
    assert len((office.root / "systemctl-calls").read_text(encoding="utf-8").splitlines()) == 2
    analyze = shutil.which("systemd-analyze")
    if analyze is not None:
        checked = subprocess.run(
            [analyze, "verify", "--man=no", *map(str, folder.iterdir())], check=False, capture_output=True, text=True
        )
        assert [line for line in checked.stderr.splitlines() if "denialctl-morning" in line] == []


# -- Windows -----------------------------------------------------------------------------------------


def batch(**values: object) -> list[str]:
    program = r"C:\Program Files\100% care\denialctl.exe"
    environment = (("DENIALCTL_DB", r"D:\my cases & 50%\cases.db"),)
    schedule = Schedule(time(7, 5), (0, 1, 2, 3, 4), (program,), environment, **values)  # type: ignore[arg-type]
    return lines_for(Scheduler.WINDOWS, schedule).splitlines()


def test_paths_in_the_batch_file_are_quoted_and_their_percents_doubled() -> None:
    lines = batch()

    assert r'set "DENIALCTL_DB=D:\my cases & 50%%\cases.db"' in lines
    assert [line for line in lines if ".exe" in line] == [
        r'"C:\Program Files\100%% care\denialctl.exe" due --quiet --exit-code >nul 2>nul',
        r'"C:\Program Files\100%% care\denialctl.exe" doctor --quiet >nul 2>nul',
    ]


def test_the_log_gets_the_exit_code_and_never_the_list() -> None:
    lines = batch()

    logged = [line for line in lines if ".log" in line]
    # The redirection stands first: in `echo 0>>file` the figure would be taken for a handle.
    assert logged == ['>>"%~dpn0.log" echo %DATE% %TIME% due %CODE%', '>>"%~dpn0.log" echo %DATE% %TIME% doctor %CODE%']
    for number, line in enumerate(lines):
        if ".exe" in line:
            assert line.endswith(">nul 2>nul")
            assert lines[number + 1] == 'set "CODE=%ERRORLEVEL%"'


def test_the_batch_file_puts_itself_on_the_schedule() -> None:
    lines = batch()

    created = [line for line in lines if line.startswith("schtasks /Create")]
    assert created == [
        'schtasks /Create /F /TN "denialctl morning" /SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 07:05 /TR "\\"%~f0\\""'
    ]
    assert lines.index(":install") < lines.index(created[0])
    assert lines.index("exit /b 0") < lines.index(":install"), "the daily run ends before it"
    assert any("StartWhenAvailable = $true" in line for line in lines), "a computer that was off catches up"


@pytest.mark.parametrize(("values", "said"), [({"mail": "a@b.example"}, "no mail"), ({"escalate": True}, "by hand")])
def test_what_the_task_scheduler_cannot_deliver_is_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        batch(**values)


def test_on_windows_whom_to_tell_is_left_to_people_and_that_is_said(office: Office) -> None:
    assert office.quick("cron", "windows").err == ""
    office.quick("config", "set", "lead", "dana")

    result = office.quick("cron", "windows")

    assert result.code == 0
    assert "escalate" not in result.out
    assert "by hand each morning" in result.err


# -- where it runs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "has_crontab", "has_systemd", "usual"),
    [
        ("win32", True, False, Scheduler.WINDOWS),
        ("darwin", True, False, Scheduler.CRONTAB),
        ("linux", True, True, Scheduler.CRONTAB),
        ("linux", False, True, Scheduler.SYSTEMD),
        ("linux", False, False, Scheduler.CRONTAB),
    ],
)
def test_each_computer_gets_its_own(platform: str, has_crontab: bool, has_systemd: bool, usual: Scheduler) -> None:
    assert usual_scheduler(platform, has_crontab=has_crontab, has_systemd=has_systemd) is usual


def test_the_program_is_named_by_its_full_path(office: Office) -> None:
    installed = office.root / "denialctl"
    installed.write_text("", encoding="utf-8")
    windows = office.root / "Scripts" / "denialctl.exe"
    windows.parent.mkdir()
    windows.write_text("", encoding="utf-8")

    assert program_here("denialctl") == (str(installed),)
    assert program_here(str(windows.with_suffix(""))) == (str(windows),)
    assert program_here("/usr/lib/denialctl/__main__.py") == (sys.executable, "-m", "denialctl")
    assert Path(sys.executable).is_absolute()


def test_through_the_real_entry_point_the_line_works_without_a_search_path(office: Office) -> None:
    result = office.run("cron", "crontab")

    assert (result.code, result.err) == (0, "")
    _, command = jobs(result.out)[0]
    office.begin()
    if sys.platform != "win32":
        done = subprocess.run(
            ["/bin/sh", "-c", command], env={"PYTHONPATH": office.environment["PYTHONPATH"]}, check=False, cwd="/"
        )
        assert done.returncode == 0, "it found the office's own file, and would refuse any place without one"
