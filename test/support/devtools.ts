import { execFileSync } from 'node:child_process';
import type { Codec } from 'jest-websocket/codecs';
import { has } from './programs';
import { folderWith, started } from './running';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--remote-debugging-port=0',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** What Chromium is called on this machine. */
const program = (): string | undefined => NAMES.find((name) => has(name)());

export const hasChromium = (): boolean => program() !== undefined;

/** Where it is. */
export const chromiumPath = (): string =>
  execFileSync('sh', ['-c', `command -v ${program() ?? 'chromium'}`], { encoding: 'utf8' }).trim();

/** Starts Chromium. Gives the URL of its DevTools endpoint. */
export async function chromium(): Promise<string> {
  const [, url = ''] = await started(
    program() ?? 'chromium',
    [...FLAGS, `--user-data-dir=${folderWith({})}`, 'about:blank'],
    /listening on (ws:\S+)/,
  );
  return url;
}

export interface DevToolsEvent {
  readonly method: string;
  readonly params?: any;
  readonly sessionId?: string;
}

/** The DevTools protocol: commands that are answered by their id, and events by their method. */
export const devTools = (): Codec<DevToolsEvent, DevToolsEvent & { readonly id?: number }, any> => ({
  name: 'devtools',
  open: (connection) => {
    let ids = 0;
    return {
      *decode(payload) {
        const message = JSON.parse(String(payload));
        if ('id' in message) yield connection.answer(message);
        else yield message;
      },
      encode: (message) => JSON.stringify({ id: ++ids, ...message }),
      request: (message) => {
        const id = ++ids;
        return {
          message: { ...message, id },
          isReply: (reply) => (reply as { id?: number }).id === id,
          resultOf: (reply: any) => reply.result ?? reply.error,
        };
      },
    };
  },
});
