import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The two ends of a TCP connection over the loopback interface. Other processes that connect to its port are refused. */
export async function socketPair(): Promise<[near: Socket, client: Socket]> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    const accepted = new Promise<Socket>((resolve) => {
      server.on('connection', (socket) => {
        if (socket.remotePort === client.localPort) resolve(socket);
        else socket.destroy();
      });
    });
    await once(client, 'connect');
    return [await accepted, client];
  } finally {
    server.close();
  }
}
