import type { Codec } from 'jest-websocket';

export interface StompFrame {
  readonly command: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** STOMP 1.2. `request()` asks for a receipt, and resolves when it has come. */
export const stomp = (login: Record<string, string> = {}): Codec<StompFrame, StompFrame> => ({
  name: 'stomp',
  protocols: 'v12.stomp',
  open: (connection) => {
    const handshake = connection.handshake();
    const say = (frame: StompFrame) => connection.send(written(frame), frame);
    let receipts = 0;
    say({ command: 'CONNECT', headers: { 'accept-version': '1.2', host: '/', ...login } });
    return {
      *decode(payload) {
        for (const text of String(payload).split('\0')) {
          if (text === '') continue;
          if (text.trim() === '') {
            connection.traffic(); // a heartbeat
            continue;
          }
          const frame = read(text.trimStart());
          if (frame.command === 'CONNECTED') {
            connection.traffic(frame);
            handshake.done();
          } else if (frame.command === 'RECEIPT') yield connection.answer(frame);
          else {
            if (frame.command === 'ERROR') handshake.fail(`${frame.headers?.message}: ${frame.body}`);
            yield frame;
          }
        }
      },
      encode: written,
      request: (message) => {
        const receipt = `${++receipts}`;
        return {
          message: { ...message, headers: { ...message.headers, receipt } },
          isReply: ({ headers }) => headers?.['receipt-id'] === receipt,
        };
      },
      close: () => say({ command: 'DISCONNECT' }),
    };
  },
});

function written({ command, headers = {}, body = '' }: StompFrame): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  return `${command}\n${lines.join('')}\n${body}\0`;
}

function read(text: string): StompFrame {
  const [head = '', body = ''] = text.split(/\r?\n\r?\n(.*)/s);
  const [command = '', ...lines] = head.split(/\r?\n/);
  return { command, headers: Object.fromEntries(lines.map((line) => line.split(/:(.*)/s))), body };
}
