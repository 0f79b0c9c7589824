import type { HandshakeFailure } from './handshake-failure';

/** What went wrong at the server's side of a handshake, with its code, status, headers and body. */
export class ConnectFailure extends Error {
  constructor(readonly details: HandshakeFailure) {
    super(details.message);
  }
}
