"""The network is denied. A fence cannot be taken down again, so each law is tried in a process of its own."""

import subprocess
import sys
import textwrap

import pytest

linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux")

RAW = """
import ctypes, errno, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
def raw(family, kind=1):
    "errno of the bare system call, 0 where it succeeds"
    made = libc.socket(ctypes.c_int(family), kind, 0)
    return 0 if made >= 0 else ctypes.get_errno()
def call(number, *arguments):
    made = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
    return 0 if made >= 0 else ctypes.get_errno()
"""


def run(program: str) -> str:
    """The output of `program`, run with the raw calls at hand."""
    done = subprocess.run(
        [sys.executable, "-c", RAW + textwrap.dedent(program)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


DENY = "from companion.lockdown import deny_network\nstands = deny_network()\n"


@linux
def test_the_kernel_refuses_every_family_but_unix() -> None:
    """INET, INET6, PACKET, NETLINK, Bluetooth, VSOCK and SMC are EACCES below Python; UNIX sockets are made."""
    out = run(
        DENY + "print(stands.kernel, [raw(f) for f in (2, 10, 17, 16, 31, 40, 43)], raw(2, 3), raw(2, 10), raw(1))"
    )
    assert out == f"set {[13] * 7} 13 13 0"


@linux
def test_a_family_with_high_bits_set_is_still_that_family() -> None:
    """The kernel reads 32 bits of the family: INET with a 33rd bit is refused, UNIX with one is UNIX."""
    program = """
    number = 41 if os.uname().machine == "x86_64" else 198
    print(call(number, 2**32 + 2, 1, 0), call(number, 2**32 + 1, 1, 0))
    """
    assert run(DENY + textwrap.dedent(program)) == "13 0"


@linux
def test_io_uring_and_foreign_socketpairs_are_no_way_round() -> None:
    """io_uring makes sockets without socket(2): it is refused; socketpair stays for UNIX alone."""
    program = """
    pair = (ctypes.c_int * 2)()
    tipc = libc.socketpair(30, 1, 0, pair), ctypes.get_errno()
    a, b = socket.socketpair(); a.send(b"x")
    print([call(n, 8, 0, 0, 0, 0, 0) for n in (425, 426, 427)], tipc, b.recv(1))
    """
    assert run(DENY + textwrap.dedent(program)) == "[13, 13, 13] (-1, 13) b'x'"


@linux
@pytest.mark.skipif("__import__('os').uname().machine != 'x86_64'", reason="the other tables of x86-64")
def test_the_other_system_call_tables_are_fenced_too() -> None:
    """An x32 socket call is EACCES, and an i386 one, socketcall included, makes no socket."""
    assert run(DENY + "print(call(0x40000000 + 41, 2, 1, 0))") == "13"
    program = """
    import mmap, struct
    def i386(number, ebx, ecx):
        "int 0x80 from 64-bit code: push rbx; mov eax, ebx, ecx; xor edx, edx; int 0x80; pop rbx; ret"
        code = b"\\x53\\xb8" + struct.pack("<I", number) + b"\\xbb" + struct.pack("<I", ebx)
        code += b"\\xb9" + struct.pack("<I", ecx) + b"\\x31\\xd2\\xcd\\x80\\x5b\\xc3"
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(code)
        at = ctypes.addressof(ctypes.c_char.from_buffer(page))
        return ctypes.CFUNCTYPE(ctypes.c_int)(at)()
    pid = os.fork()
    if pid == 0:
        refused = [i386(359, 2, 1), i386(359, 10, 1), i386(102, 1, 0)]
        os._exit(0 if refused == [-13, -13, -13] else 9)
    status = os.waitpid(pid, 0)[1]
    print("no socket" if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0 else "a socket")
    """
    assert (
        run(DENY + textwrap.dedent(program)) == "no socket"
    )  # a kernel without i386 ends the process: none made either


@linux
def test_threads_before_and_children_after_are_inside_the_fence() -> None:
    """A thread that ran already, a child, a grandchild and a shell get no INET socket, and privileges cannot grow."""
    program = """
    import subprocess, threading
    go, seen = threading.Event(), []
    thread = threading.Thread(target=lambda: (go.wait(), seen.append(raw(2))))
    thread.start()
    from companion.lockdown import deny_network
    deny_network()
    go.set()
    thread.join()
    def printed(*command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout.strip()
    child = "import ctypes; l = ctypes.CDLL(None, use_errno=True); print(l.socket(2, 1, 0), ctypes.get_errno())"
    grandchild = "import subprocess, sys; subprocess.run([sys.executable, '-c', %r])" % child
    print(seen, printed(sys.executable, "-c", child), printed(sys.executable, "-c", grandchild))
    print("Permission denied" in printed("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"))
    print([line.split()[1] for line in open("/proc/self/status") if line.startswith("NoNewPrivs")])
    """
    assert run(program).splitlines() == ["[13] -1 13 -1 13", "True", "['1']"]


@linux
def test_a_child_of_ours_finds_the_fence_and_adds_its_hook() -> None:
    """In a child the kernel's fence is reported as inherited, no second filter is loaded, and the hook is its own."""
    program = """
    import subprocess
    child = '''
    from companion.lockdown import deny_network
    import sys
    print(deny_network().kernel, 'pyseccomp' in sys.modules)
    try: sys.audit('socket.getaddrinfo', 'a', 1, 0, 0, 0)
    except PermissionError: print('hook')
    '''
    import textwrap
    print(subprocess.run([sys.executable, "-c", textwrap.dedent(child)], capture_output=True, text=True).stdout)
    """
    assert run(DENY + textwrap.dedent(program)).split() == ["inherited", "False", "hook"]


def test_twice_is_once() -> None:
    """The second call changes nothing and returns what the first one did."""
    program = """
    from pathlib import Path
    def filters():
        status = Path("/proc/self/status")
        return [l for l in status.read_text().splitlines() if l.startswith("Seccomp")] if status.exists() else None
    before = filters()
    print(deny_network() is stands, before == filters())
    """
    assert run(DENY + textwrap.dedent(program)) == "True True"


ATTEMPTS = {
    "a TCP socket": "socket.socket()",
    "an IPv6 socket": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a look-up": "socket.getaddrinfo('localhost', 80)",
    "an old look-up": "socket.gethostbyname('localhost')",
    "a reverse look-up": "socket.gethostbyaddr('127.0.0.1')",
    "a name for a number": "socket.getnameinfo(('127.0.0.1', 80), 0)",
    "a connection": "socket.create_connection(('127.0.0.1', 9), 1)",
    "a page": "__import__('urllib.request').request.urlopen('http://127.0.0.1:9/')",
    "an older socket connecting": "older.connect(('127.0.0.1', 9))",
    "an older socket binding": "older.bind(('127.0.0.1', 0))",
    "an older socket sending": "datagram.sendto(b'x', ('127.0.0.1', 9))",
    "an older socket sending parts": "datagram.sendmsg([b'x'], [], 0, ('127.0.0.1', 9))",
    "an adopted socket connecting": "socket.socket(fileno=older.detach()).connect(('127.0.0.1', 9))",
}


def test_python_refuses_what_the_kernel_would_and_what_it_cannot() -> None:
    """Every way Python has to the network raises an OSError that says so, on sockets made before the fence too."""
    program = "older, datagram = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)\n" + DENY
    for what, attempt in ATTEMPTS.items():
        program += (
            f"try: {attempt}\nexcept OSError as e: print('denied' if 'network is denied' in str(e) else {what!r})\n"
        )
        program += f"else: print({what!r})\n"
    assert run(program).splitlines() == ["denied"] * len(ATTEMPTS)


def test_unix_sockets_work_on_as_before() -> None:
    """Sound servers are reached over UNIX sockets: bind, connect and send stay."""
    program = """
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        server = socket.socket(socket.AF_UNIX); server.bind(folder + "/s"); server.listen()
        client = socket.socket(socket.AF_UNIX); client.connect(folder + "/s"); client.sendall(b"hello")
        print(server.accept()[0].recv(5))
    """
    assert run(DENY + textwrap.dedent(program)) == "b'hello'"


@linux
def test_without_the_library_the_hook_stands_alone_and_says_why() -> None:
    """No libseccomp: the program goes on behind the hook, and the sentence for doctor names the package."""
    out = run("sys.modules['pyseccomp'] = None\n" + DENY + "print(stands.kernel, stands, raw(2))")
    assert out.startswith("missing The network is denied inside Python only:")
    assert "libseccomp2" in out
    assert out.endswith(" 0")


def test_nothing_starts_where_python_cannot_be_fenced() -> None:
    """A hook that vetoes ours is noticed: LockdownError, in a sentence."""
    program = """
    def veto(event, _):
        if event == "sys.addaudithook": raise RuntimeError
    sys.addaudithook(veto)
    from companion.lockdown import deny_network
    from companion.errors import LockdownError
    try: deny_network()
    except LockdownError as error: print(error)
    """
    assert run(program).startswith("The network cannot be denied")
