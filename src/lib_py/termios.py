"""Settings of terminals. The streams here have none: asking for them says so."""

B0, B9600, B38400 = 0, 13, 15
BRKINT, ICRNL, IGNBRK, IGNCR, IGNPAR, INLCR, INPCK, ISTRIP, IXANY, IXOFF, IXON, PARMRK = 2, 256, 1, 128, 4, 64, 16, 32, 2048, 4096, 1024, 8
OPOST, ONLCR, OCRNL, ONOCR, ONLRET, OFILL, OFDEL = 1, 4, 8, 16, 32, 64, 128
NLDLY, CRDLY, TABDLY, BSDLY, VTDLY, FFDLY = 256, 1536, 6144, 8192, 16384, 32768
CSIZE, CS5, CS6, CS7, CS8, CSTOPB, CREAD, PARENB, PARODD, HUPCL, CLOCAL = 48, 0, 16, 32, 48, 64, 128, 256, 512, 1024, 2048
ECHO, ECHOE, ECHOK, ECHONL, ICANON, IEXTEN, ISIG, NOFLSH, TOSTOP = 8, 16, 32, 64, 2, 32768, 1, 128, 256
TCSANOW, TCSADRAIN, TCSAFLUSH = 0, 1, 2
TCIFLUSH, TCOFLUSH, TCIOFLUSH, TCOOFF, TCOON, TCIOFF, TCION = 0, 1, 2, 0, 1, 2, 3
VINTR, VQUIT, VERASE, VKILL, VEOF, VTIME, VMIN, VSTART, VSTOP, VSUSP, VEOL = 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11
NCCS = 32
TIOCGWINSZ, TIOCSWINSZ = 21523, 21524


class error(Exception):
    pass


error.__module__ = 'termios'


def _no_terminal(fd, *rest):
    raise error(25, 'Inappropriate ioctl for device')


tcgetattr = tcsetattr = tcsendbreak = tcdrain = tcflush = tcflow = tcgetwinsize = tcsetwinsize = _no_terminal
