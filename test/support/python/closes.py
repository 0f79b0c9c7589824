"""Echoes what it gets; told `4001 ready`, it closes with that code and reason."""

import asyncio
from contextlib import suppress

import websockets


async def serve(socket, *_):
    with suppress(websockets.ConnectionClosed):
        async for message in socket:
            code, _, reason = message.partition(" ")
            if code.isdigit():
                return await socket.close(int(code), reason)
            await socket.send(message)


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
