import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';

const { docs, setupWSConnection } = require('y-websocket/bin/utils');

/** The server of y-websocket, as its `bin/server.cjs` makes it: a document for each path. */
export function yjsServer(): Server {
  const server = createServer().on('close', () => {
    for (const doc of docs.values()) doc.destroy();
  });
  new WebSocketServer({ server }).on('connection', setupWSConnection);
  return server;
}
