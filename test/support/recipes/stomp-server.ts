import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** A broker of STOMP 1.2: who subscribes to a destination gets what is sent there. */
export function stompServer({ passcode }: { readonly passcode?: string } = {}): Server {
  const server = createServer();
  const subscribers = new Map<string, { readonly socket: WebSocket; readonly id: string }[]>();
  const at = (destination = '') => subscribers.get(destination) ?? [];
  const answer = (socket: WebSocket, { command, headers, body }: Frame) => {
    const say = (name: string, more: Headers, text = '') => socket.send(written(name, more, text));
    switch (command) {
      case 'CONNECT':
      case 'STOMP':
        if (headers.passcode === passcode) return say('CONNECTED', { version: '1.2', 'heart-beat': '0,0' });
        say('ERROR', { message: 'Bad CONNECT' }, `Access refused for user '${headers.login}'`);
        return socket.close();
      case 'SUBSCRIBE':
        subscribers.set(headers.destination ?? '', [...at(headers.destination), { socket, id: headers.id ?? '' }]);
        break;
      case 'UNSUBSCRIBE':
        for (const [name, all] of subscribers) {
          subscribers.set(
            name,
            all.filter((one) => one.socket !== socket || one.id !== headers.id),
          ); // prettier-ignore
        }
        break;
      case 'SEND':
        at(headers.destination).forEach(({ socket: other, id }, index) => {
          const more = { destination: headers.destination ?? '', subscription: id, 'message-id': `${index}` };
          other.send(written('MESSAGE', more, body));
        });
    }
    if (headers.receipt !== undefined) say('RECEIPT', { 'receipt-id': headers.receipt });
  };
  new WebSocketServer({ server, handleProtocols: (offered) => offered.has('v12.stomp') && 'v12.stomp' }).on(
    'connection',
    (socket) => {
      socket.on('close', () => {
        for (const [name, all] of subscribers)
          subscribers.set(
            name,
            all.filter((one) => one.socket !== socket),
          ); // prettier-ignore
      });
      socket.on('message', (data) => {
        for (const text of String(data).split('\0')) if (text.trim() !== '') answer(socket, read(text));
      });
    },
  );
  return server;
}

type Headers = Readonly<Record<string, string>>;

interface Frame {
  readonly command: string;
  readonly headers: Headers;
  readonly body: string;
}

function read(text: string): Frame {
  const [head = '', ...body] = text.trimStart().split(/\r?\n\r?\n/);
  const [command = '', ...lines] = head.split(/\r?\n/);
  const headers = Object.fromEntries(lines.map((line) => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1)]));
  return { command, headers, body: body.join('\n\n') };
}

const written = (command: string, headers: Headers, body: string): string =>
  `${[command, ...Object.entries(headers).map(([name, value]) => `${name}:${value}`)].join('\n')}\n\n${body}\0`;
