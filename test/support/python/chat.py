"""The chat of examples/chat in another language: a user connects as ?name=Rob, and everybody hears everything."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit

import websockets

users = set()


async def tell_everybody(message):
    text = json.dumps({"message": message})
    await asyncio.gather(*(user.send(text) for user in users), return_exceptions=True)


async def serve(user, path=None):
    query = urlsplit(path if path is not None else user.path).query
    name = parse_qs(query).get("name", ["Somebody"])[0]
    users.add(user)
    try:
        await tell_everybody(f"{name} has connected")
        async for text in user:
            try:
                message = json.loads(text)["message"]
            except (ValueError, KeyError, TypeError):
                await user.send(json.dumps({"error": 'Send JSON such as { "message": "Hello!" }'}))
                continue
            await tell_everybody(f"{name}: {message}")
    finally:
        users.discard(user)
        await tell_everybody(f"{name} has disconnected")


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
