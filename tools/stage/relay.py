#!/usr/bin/env python3
"""A relay between a client and the server, on loopback, for tests and the demo.

It listens on --listen and passes bytes to --to. Without --tls it never sees inside TLS: it can
delay (--rtt), count flights, flip a bit of the ciphertext or cut. With --tls CERT,KEY (the server's
own key: the strongest position an attacker can hold) it ends TLS, reads each HTTP exchange, may
change the answer (--tamper) and may write the exchange to a file (--record).

Prints "relay ready PORT" when it listens. The last line of --stats is a JSON object per
connection: round trips (TCP connect included), bytes up and down.
"""
import argparse
import asyncio
import base64
import gzip
import json
import ssl
import sys
import time


class Stats:
    """Writes one JSON line per event, at once, so that a killed relay has lost nothing."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8") if path else None

    def write(self, **fields):
        if self.file:
            self.file.write(json.dumps(fields) + "\n")
            self.file.flush()


class Flights:
    """Counts round trips of one connection: a flight begins when the client speaks after the server."""

    def __init__(self):
        self.trips = 1  # the TCP handshake
        self.last = "down"
        self.up = 0
        self.down = 0

    def note(self, direction, count):
        if direction == "up":
            if self.last == "down":
                self.trips += 1
            self.up += count
        else:
            self.down += count
        self.last = direction


async def pump(reader, writer, way, watch):
    """Copies one direction, each chunk `delay` seconds late, order kept."""
    direction, delay = way
    flights, spoil, report = watch
    queue = asyncio.Queue()

    async def deliver():
        while True:
            due, chunk = await queue.get()
            if chunk is None:
                break
            wait = due - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                writer.write(chunk)
                await writer.drain()
            except (ConnectionError, OSError):
                break
            if direction == "down":
                report()
        try:
            writer.close()
        except (ConnectionError, OSError):
            pass

    task = asyncio.create_task(deliver())
    while True:
        try:
            chunk = await reader.read(65536)
        except (ConnectionError, OSError):
            chunk = b""
        if not chunk:
            break
        flights.note(direction, len(chunk))
        if direction == "down":
            chunk = spoil(chunk, flights)
        queue.put_nowait((time.monotonic() + delay, chunk))
    queue.put_nowait((0, None))
    await task


def ciphertext_spoiler(mode):
    """Returns a function that damages the answer's TLS records and leaves the handshake alone."""

    def spoil(chunk, flights):
        if mode == "flip-ciphertext" and flights.trips >= 3 and len(chunk) > 40:
            damaged = bytearray(chunk)
            damaged[-20] ^= 0x01
            return bytes(damaged)
        if mode == "cut" and flights.trips >= 3:
            return chunk[: len(chunk) // 2]
        return chunk

    return spoil


async def serve_blind(args, stats):
    host, port = args.to.rsplit(":", 1)
    spoil = ciphertext_spoiler(args.tamper)

    async def connection(reader, writer):
        flights = Flights()
        if args.rtt:  # the SYN and its answer travel too
            await asyncio.sleep(args.rtt / 1000)
        try:
            up_reader, up_writer = await asyncio.open_connection(host, int(port))
        except OSError:
            writer.close()
            return
        delay = args.rtt / 2000

        def report():
            stats.write(event="flight", trips=flights.trips, up=flights.up, down=flights.down)

        watch = (flights, spoil, report)
        await asyncio.gather(
            pump(reader, up_writer, ("up", delay), watch),
            pump(up_reader, writer, ("down", delay), watch),
        )
        stats.write(event="closed", trips=flights.trips, up=flights.up, down=flights.down)

    return await asyncio.start_server(connection, "127.0.0.1", args.listen)


async def read_message(reader):
    """One HTTP/1.1 message with Content-Length: (start line, [(name, value)], body) or None."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        return None
    lines = head.decode("latin-1").split("\r\n")[:-2]
    headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]
    length = 0
    for name, value in headers:
        if name.lower() == "content-length":
            length = int(value)
    body = await reader.readexactly(length) if length else b""
    return lines[0], headers, body


def message_bytes(start, headers, body):
    kept = [(n, v) for n, v in headers if n.lower() != "content-length"]
    kept.append(("content-length", str(len(body))))
    head = start + "\r\n" + "".join(f"{n}: {v}\r\n" for n, v in kept) + "\r\n"
    return head.encode("latin-1") + body


class Tamperer:
    """Changes an answer as --tamper says; only answers to /v1/sync, so that tokens still flow."""

    def __init__(self, mode, replay_file):
        self.mode = mode
        self.replay = None
        if replay_file:
            with open(replay_file, encoding="utf-8") as lines:
                for line in lines:
                    exchange = json.loads(line)
                    if exchange["path"] == "/v1/sync":
                        self.replay = exchange
                        break

    def change(self, path, start, headers, body):
        if path != "/v1/sync" or not self.mode:
            return start, headers, body
        if self.mode == "flip-body":
            damaged = bytearray(body)
            damaged[len(damaged) // 2] ^= 0x01
            return start, headers, bytes(damaged)
        if self.mode == "drop-signature":
            return start, [h for h in headers if not h[0].lower().startswith("signature")], body
        if self.mode == "other-answer":
            old = self.replay
            return old["answer_start"], [tuple(h) for h in old["answer_headers"]], base64.b64decode(
                old["answer_body"])
        if self.mode == "html":
            page = b"<!doctype html><title>Bienvenue</title><p>Bienvenue sur le Wi-Fi"
            return "HTTP/1.1 200 OK", [("content-type", "text/html")], page
        return start, headers, body


async def serve_inside(args, stats):
    host, port = args.to.rsplit(":", 1)
    cert, key = args.tls.split(",")
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inside.minimum_version = ssl.TLSVersion.TLSv1_3
    inside.load_cert_chain(cert, key)
    outside = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    outside.check_hostname = False
    outside.verify_mode = ssl.CERT_NONE  # loopback, towards the server this relay was given
    tamperer = Tamperer(args.tamper, args.replay)
    record = open(args.record, "a", encoding="utf-8") if args.record else None

    async def connection(reader, writer):
        try:
            up_reader, up_writer = await asyncio.open_connection(host, int(port), ssl=outside)
        except OSError:
            writer.close()
            return
        while True:
            request = await read_message(reader)
            if request is None:
                break
            start, headers, body = request
            method, path, _ = start.split(" ", 2)
            up_writer.write(message_bytes(start, headers, body))
            await up_writer.drain()
            answer = await read_message(up_reader)
            if answer is None:
                break
            if record:
                record.write(json.dumps(exchange_record(method, path, headers, body, answer)) + "\n")
                record.flush()
            writer.write(message_bytes(*tamperer.change(path, *answer)))
            try:
                await writer.drain()
            except (ConnectionError, OSError):
                break
            stats.write(event="exchange", path=path)
        writer.close()
        up_writer.close()

    return await asyncio.start_server(connection, "127.0.0.1", args.listen, ssl=inside)


def plain_text(headers, body):
    coded = any(n.lower() == "content-encoding" and v == "gzip" for n, v in headers)
    return (gzip.decompress(body) if coded else body).decode("utf-8")


def exchange_record(method, path, headers, body, answer):
    start, answer_headers, answer_body = answer
    return {
        "method": method,
        "path": path,
        "request_headers": headers,
        "request": plain_text(headers, body),
        "status": int(start.split(" ")[1]),
        "answer_start": start,
        "answer_headers": answer_headers,
        "answer": plain_text(answer_headers, answer_body),
        "answer_body": base64.b64encode(answer_body).decode("ascii"),
    }


async def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--listen", type=int, required=True, help="port on 127.0.0.1")
    parser.add_argument("--to", required=True, help="HOST:PORT of the server")
    parser.add_argument("--rtt", type=int, default=0, help="round-trip delay in ms")
    parser.add_argument("--tls", help="CERT,KEY: end TLS here with these files")
    parser.add_argument("--tamper", default="", choices=[
        "", "flip-ciphertext", "cut", "flip-body", "drop-signature", "other-answer", "html"])
    parser.add_argument("--replay", help="a --record file whose first sync answer is sent again")
    parser.add_argument("--record", help="append each exchange to this file, one JSON a line")
    parser.add_argument("--stats", help="append counts to this file, one JSON a line")
    args = parser.parse_args()
    stats = Stats(args.stats)
    server = await (serve_inside(args, stats) if args.tls else serve_blind(args, stats))
    print("relay ready", server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
