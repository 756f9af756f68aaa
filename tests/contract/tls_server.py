"""A loopback HTTPS server for the contract of HttpClient: one scenario, one port.

usage: tls_server.py FOLDER SCENARIO
Writes "port N" and "pin P" to stdout, then serves until its stdin ends. The scenario chooses the
certificate (tls_pki.py) or how the server speaks TLS; the path of a request chooses the answer.
"""
import gzip
import os
import socket
import ssl
import sys
import threading

import tls_pki


def answer(body=b"", status="200 OK", fields=()):
    head = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *fields]
    return "\r\n".join([*head, "", ""]).encode() + body


def chunked(body, trailer=""):
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n" + trailer.encode() + b"\r\n"


ANSWERS = {
    "/coded": answer(gzip.compress(b"plain", mtime=0), fields=["content-encoding: gzip"]),
    "/big": answer(b"x" * 5000),
    "/big-chunked": chunked(b"x" * 5000),
    "/many-headers": answer(fields=[f"x-{i}: {'y' * 90}" for i in range(1000)]),
    "/redirect": answer(status="302 Found", fields=["location: /echo"]),
    "/trailer": chunked(b"x", "signature: forged\r\n"),
    "/interim": b"HTTP/1.1 103 Early Hints\r\nsignature: early\r\n\r\n" + answer(b"late"),
    "/error": answer(b"{}", status="503 Service Unavailable", fields=["Retry-After:  7 "]),
    "/close": answer(b"bye", fields=["connection: close"]),
    "/cut": answer(b"x" * 1000)[:-500],
    "/cut-head": b"HTTP/1.1 200 OK\r\ncontent-le",
    "/until-close": b"HTTP/1.1 200 OK\r\n\r\nas far as it g",
    "/not-http": b"hello\n",
}
CLOSES = {"/close", "/cut", "/cut-head", "/until-close", "/not-http", "/nothing"}


def read_request(stream):
    """The head and the body of one request; nothing when the client has gone."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = stream.recv(1)
        if not byte:
            return None
        head += byte
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    body = b""
    while len(body) < length:
        body += stream.recv(length - len(body))
    return head, body


def damage(stream):
    """A TLS record that no key has sealed, written below the encryption."""
    os.write(stream.fileno(), b"\x17\x03\x03\x00\x40" + bytes(64))


def serve(stream):
    while (request := read_request(stream)) is not None:
        head, body = request
        path = head.split(b" ")[1].decode()
        if path == "/silence":
            sys.stdin.read()
        if path == "/damage":
            damage(stream)
            return
        stream.sendall(answer(head + body) if path == "/echo" else ANSWERS.get(path, b""))
        if path in CLOSES:
            return


def context_of(scenario, chain, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # a hostile server would not mind either
    context.load_cert_chain(chain, key)
    if scenario == "tls-1.2":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def accept(plain, scenario, context):
    with plain:
        if scenario == "clear-text":
            plain.recv(16)
            plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        elif scenario == "stalled":
            sys.stdin.read()
        elif scenario == "reset":
            plain.recv(16)
        else:
            try:
                with context.wrap_socket(plain, server_side=True) as stream:
                    serve(stream)
            except (ssl.SSLError, OSError):
                pass  # the client refused us, which is what most tests want


def main(folder, scenario):
    chain, key, pin = tls_pki.build(folder, scenario)
    context = context_of(scenario, chain, key)
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"port {listener.getsockname()[1]}\npin {pin}", flush=True)

    def listen():
        while True:
            plain, _ = listener.accept()
            threading.Thread(target=accept, args=(plain, scenario, context), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # threads may hold stdin, which a normal exit would wait for
