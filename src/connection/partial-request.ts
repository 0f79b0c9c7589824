import type { ClientRequest } from 'node:http';

/** Sends the head of a request without the empty line that ends it (RFC 9112 §2.1): the server waits for the rest. */
export function sendPartially(request: ClientRequest): void {
  const fields = request
    .getRawHeaderNames()
    .flatMap((name) => [request.getHeader(name)].flat().map((value) => `${name}: ${value}`));
  const head = [`${request.method} ${request.path} HTTP/1.1`, ...fields].map((line) => `${line}\r\n`).join('');
  request.once('socket', (socket) => socket.write(head));
}
