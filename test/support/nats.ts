import { join } from 'node:path';
import type { Codec } from 'jest-websocket/codecs';
import { folderWith, started } from './running';

/** Starts nats-server with its WebSocket listener, with or without a password. Gives its URL. */
export async function natsServer(password?: string): Promise<string> {
  const authorization = password === undefined ? '' : `authorization { user: rob, password: ${password} }`;
  const config = `listen: "127.0.0.1:-1"\nwebsocket { host: "127.0.0.1", port: -1, no_tls: true }\n${authorization}\n`;
  const path = join(folderWith({ 'nats.conf': config }), 'nats.conf');
  const [, url = ''] = await started('nats-server', ['-c', path], /clients on (ws:\S+)[\s\S]*Server is ready/);
  return url;
}

/** A command of the text protocol: `PUB` and `MSG` carry data. */
export interface NatsMessage {
  readonly op: string;
  readonly args?: readonly string[];
  readonly data?: string;
}

const END = '\r\n';

/** The protocol of NATS, whose messages end where they end, not where frames do. */
export function nats(options: { readonly user?: string; readonly pass?: string } = {}): Codec<NatsMessage, NatsMessage> {
  return {
    name: 'nats',
    open: (connection) => {
      const handshake = connection.handshake();
      let buffered = '';
      let greeted = false;
      const say = (text: string, value: unknown) => connection.send(Buffer.from(`${text}${END}`), value);
      return {
        *decode(payload) {
          buffered += payload.toString();
          for (;;) {
            const end = buffered.indexOf(END);
            if (end < 0) return;
            const [op = '', ...args] = buffered.slice(0, end).split(' ');
            const length = op === 'MSG' ? Number(args.at(-1)) : undefined;
            const whole = end + END.length + (length === undefined ? 0 : length + END.length);
            if (buffered.length < whole) return;
            const data = length === undefined ? undefined : buffered.slice(end + END.length, whole - END.length);
            buffered = buffered.slice(whole);
            const message = {
              op,
              args: length === undefined ? [args.join(' ')] : args.slice(0, -1),
              ...(data !== undefined && { data }),
            };
            if (op === 'MSG') yield message;
            else {
              connection.traffic(message);
              if (op === 'INFO' && !greeted) {
                greeted = true;
                const connect = { verbose: false, pedantic: false, ...options };
                say(`CONNECT ${JSON.stringify(connect)}${END}PING`, { op: 'CONNECT' });
              } else if (op === 'PONG') handshake.done();
              else if (op === 'PING') say('PONG', { op: 'PONG' });
              else if (op === '-ERR') {
                handshake.fail(args.join(' '));
                connection.end(args.join(' '));
              }
            }
          }
        },
        encode: ({ op, args = [], data }) => {
          const head = [op, ...args, ...(data === undefined ? [] : [Buffer.byteLength(data)])].join(' ');
          return Buffer.from(data === undefined ? `${head}${END}` : `${head}${END}${data}${END}`);
        },
      };
    },
  };
}
