import { isRecord } from '../text/options';
import { oneLine } from '../text/show';

/** The functions of `jest-websocket/codecs` that make codecs. */
const MAKERS = ['graphqlWs', 'jsonRpc', 'mqtt', 'msgpack', 'protobuf', 'socketIo'];

/** What to write instead of a value that is not a codec. */
export function codecAdvice(value: unknown): string | undefined {
  if (typeof value === 'string') return importAdvice(value);
  if (typeof value === 'function') return callAdvice(value);
  // the mistake of giving what open() returns, instead of the codec
  const isSession = isRecord(value) && typeof value.decode === 'function' && typeof value.encode === 'function';
  return isSession ? 'Wrap it: { open: () => ({ decode, encode }) }.' : undefined;
}

/** `'socketIo'`, `'socket.io'`, `'graphql-ws'` */
function importAdvice(name: string): string | undefined {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  const maker = MAKERS.find((one) => one.toLowerCase() === letters);
  return maker && `Write import { ${maker} } from 'jest-websocket/codecs', and codec: ${maker}().`;
}

function callAdvice({ name, prototype }: { readonly name: string; readonly prototype?: { readonly open?: unknown } }): string {
  const call = `${name === '' ? 'codec' : oneLine(name)}()`;
  return typeof prototype?.open === 'function' ? `Make one: new ${call}.` : `Call it: ${call}.`;
}
