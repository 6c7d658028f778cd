"""Denies the network to this process and to every child it starts, for good.

Rules
1. `deny_network` is called before a model is loaded. What it does cannot be undone; doing it twice is doing it once.
2. Two fences. The kernel's (Linux, seccomp): `socket` and `socketpair` are refused for every family but UNIX, and
   io_uring, which makes sockets without them, is refused whole; all threads now and all children later, with
   `no_new_privs` set. Python's (everywhere): an audit hook that refuses sockets, connections and name look-ups. A child
   of ours sets up its own hook.
3. Refused is `EACCES`, an OSError as libraries expect one, and never a kill.
4. The list says what is allowed, not what is forbidden: Bluetooth, VSOCK or SMC leave a machine as surely as INET does.
   NETLINK does not, yet nothing we load needs it: sound goes over UNIX sockets or device files.
5. Nothing starts without the hook (`LockdownError`). Without the kernel's fence the program goes on, and `Lockdown`
   says why.

It is a fence for honest code, such as a library that fetches a model or counts its users. It cannot stop a program that
asks another one over a UNIX socket to use the network for it (a name service, the session bus), and a network socket
that was open before stays open to C code.
"""

import ctypes
import errno
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from companion.errors import LockdownError

Fence = Literal["set", "inherited", "missing"]

_UNIX: Final = getattr(socket, "AF_UNIX", None)
_REFUSAL: Final = "the network is denied to the companion"

_FAMILY_BITS: Final = (2, 4, 8, 16, 32)
"""Families end at 45 (Linux 6) and UNIX is 1: a family with one of these bits is another one. Bits are compared because
the kernel reads 32 of the register's 64, so that comparing the whole would let INET pass with a high bit set."""

_PROBES: Final = (3, 5, 9, 16, 38)
"""Families asked for to see the fence at work: one for each bit (AX25, AppleTalk, X25, netlink, crypto). None of them
reaches the internet where the fence is missing, so that no trace of the program shows such a socket."""
_URING_SETUP: Final = 425  # the same number on every architecture Python runs on


@dataclass(frozen=True, slots=True)
class Lockdown:
    """What stands. The audit hook always does; `kernel` is the seccomp fence, `why` the reason where it is missing."""

    kernel: Fence
    why: str = ""

    def __str__(self) -> str:
        """One sentence for `doctor`."""
        if self.kernel == "missing":
            return f"The network is denied inside Python only: {self.why}"
        return "The network is denied by the kernel and inside Python."


_standing: Lockdown | None = None


def deny_network() -> Lockdown:
    """Deny the network from here on. Raises LockdownError where not even Python lets itself be fenced."""
    global _standing
    if _standing is None:
        _fence_python()
        kernel, why = _fence_kernel()
        _standing = Lockdown(kernel, why)
    return _standing


# --- Python ----------------------------------------------------------------------------------------------------------


def _refuse(*_: object) -> None:
    raise PermissionError(errno.EACCES, _REFUSAL)


def _refuse_new(_: object, family: int, *__: object) -> None:
    # -1 adopts a file descriptor; its family is looked at when it is used.
    if family not in (_UNIX, -1):
        _refuse()


def _refuse_use(used: socket.socket, *_: object) -> None:
    if used.family != _UNIX:
        _refuse()


_WATCHED: Final[dict[str, Callable[..., None]]] = {
    "socket.__new__": _refuse_new,
    "socket.bind": _refuse_use,
    "socket.connect": _refuse_use,
    "socket.sendmsg": _refuse_use,
    "socket.sendto": _refuse_use,
    "socket.getaddrinfo": _refuse,
    "socket.gethostbyaddr": _refuse,
    "socket.gethostbyname": _refuse,
    "socket.getnameinfo": _refuse,
}


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _WATCHED:
        _WATCHED[event](*arguments)


def _fence_python() -> None:
    sys.addaudithook(_hook)
    try:
        # An earlier hook may veto ours, and then addaudithook says nothing.
        sys.audit("socket.getaddrinfo", "", 0, 0, 0, 0)
    except PermissionError:
        return
    raise LockdownError(
        "The network cannot be denied: Python refuses the audit hook, so the companion does not start. "
        "Start it without the tool that watches Python."
    )


# --- the kernel ------------------------------------------------------------------------------------------------------


def _fence_kernel() -> tuple[Fence, str]:
    if sys.platform != "linux":
        return "missing", "this system has no seccomp."
    if _kernel_refuses():
        return "inherited", ""
    try:
        _load_filter()
    except (ImportError, RuntimeError):
        return "missing", "the seccomp library is missing. Install libseccomp2 (sudo apt install libseccomp2)."
    except OSError as error:
        return "missing", f"this machine refuses the seccomp filter ({error.strerror})."
    if not _kernel_refuses():
        return "missing", "this machine took the seccomp filter and does not heed it."
    return "set", ""


def _load_filter() -> None:
    import pyseccomp as seccomp  # its import looks for the library with a child process: 50 ms, once a run

    refused = seccomp.ERRNO(errno.EACCES)
    fence = seccomp.SyscallFilter(seccomp.ALLOW)
    for other in _other_architectures(seccomp):
        fence.add_arch(other)
    fence.set_attr(seccomp.Attr.ACT_BADARCH, refused)  # the default is to kill
    fence.set_attr(seccomp.Attr.CTL_TSYNC, 1)
    for call in ("socket", "socketpair"):
        for bit in _FAMILY_BITS:
            fence.add_rule(refused, call, seccomp.Arg(0, seccomp.MASKED_EQ, bit, bit))
    for call in ("io_uring_setup", "io_uring_enter", "io_uring_register"):
        fence.add_rule(refused, call)
    fence.load()


def _other_architectures(seccomp: Any) -> tuple[int, ...]:
    """System call tables a process here can also use; on x86 `socketcall` hides the family and is refused whole."""
    machine = os.uname().machine
    if machine == "x86_64" and sys.maxsize > 2**32:
        return (seccomp.Arch.X86, seccomp.Arch.X32)
    return (seccomp.Arch.ARM,) if machine == "aarch64" and sys.maxsize > 2**32 else ()


def _kernel_refuses() -> bool:
    """Whether the kernel itself says EACCES to what it should: asked below Python, so the hook has no part in it."""
    libc = ctypes.CDLL(None, use_errno=True)

    def refuses(call: Callable[..., int], *arguments: int) -> bool:
        made = call(*arguments)
        if made >= 0:
            os.close(made)
        return made < 0 and ctypes.get_errno() == errno.EACCES

    return all(refuses(libc.socket, family, socket.SOCK_STREAM, 0) for family in _PROBES) and refuses(
        libc.syscall, _URING_SETUP, 0, 0
    )
