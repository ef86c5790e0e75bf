"""One page by a blocking socket, within a limit: as in `src/blocking.rs`."""

import socket
from time import monotonic

from crawler.frontier import Job
from crawler.http import Answer, Reader, request
from crawler.limits import Limits
from crawler.outcome import BROKEN, NO_CONNECTION, TOO_SLOW, Failed, Outcome


def fetch(job: Job, address: tuple[str, int], limits: Limits) -> Answer | Outcome:
    """Asks for what the job says."""
    end = monotonic() + limits.answer
    reader = Reader(job, limits)
    try:
        connection = socket.create_connection(address, limits.answer)
    except TimeoutError:
        return TOO_SLOW
    except OSError:
        return NO_CONNECTION
    try:
        with connection:
            connection.sendall(request(job.url))
            while True:
                # A limit for each read would never end a drip: what is left of the whole counts.
                left = end - monotonic()
                if left <= 0:
                    return TOO_SLOW
                connection.settimeout(left)
                answer = reader.take(connection.recv(16 << 10))
                if answer is not None:
                    return answer
    except Failed as failed:
        return failed.outcome
    except TimeoutError:
        return TOO_SLOW
    except OSError:
        return BROKEN
