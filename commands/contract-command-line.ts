import { parseArgs } from 'node:util';
import { argumentMistake } from '../reporter/argument-mistake';
import type { Side } from '../src/asyncapi/servers';
import { nearestName } from '../src/text/nearest-name';
import { oneLine, show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';

const DEFAULT_DOCUMENT = 'asyncapi.yaml';

export const CONTRACT_USAGE = `Usage: jest-websocket contract --check old.yaml new.yaml [--describes client] [--json]
       jest-websocket contract --learn [--output ${DEFAULT_DOCUMENT}] [--force] [--address '/rooms/{room}'] [arguments of Jest…]

  jest-websocket contract --check old.yaml new.yaml  tells what breaks the clients of the old document from what does not
  jest-websocket contract --learn                    runs the tests, and writes a first document from their traffic
  jest-websocket contract --learn test/chat          the same with some tests

  --describes client  the documents describe the client, not the server
  --json              prints the changes for machines
  --output file       where the document is written; defaults to ${DEFAULT_DOCUMENT}
  --force             writes over a document that is there
  --address address   the address of a channel whose parameters are words; may be repeated`;

/** What is to be done with a contract. */
export type ContractCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'check'; readonly old: string; readonly now: string; readonly describes: Side; readonly json: boolean }
  | {
      readonly kind: 'learn';
      readonly output: string;
      readonly force: boolean;
      readonly addresses: readonly string[];
      readonly jest: readonly string[];
    };

/**
 * @param args The arguments after `jest-websocket contract`.
 * @throws {UsageError} that says what is wrong with it.
 */
export function contractCommandOf(args: readonly string[]): ContractCommand {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const [check, learn] = [own.includes('--check'), own.includes('--learn')];
  if (check && learn) throw new UsageError('contract takes either --check or --learn, not both.');
  if (learn) return learnCommandOf(args);
  if (check) return checkCommandOf(args);
  if (own.includes('--help') || own.includes('-h')) return { kind: 'help' };
  for (const given of own) {
    const near = nearestName(given.replace(/^-+/, ''), ['check', 'learn']);
    if (near !== undefined) throw new UsageError(`contract knows no '${oneLine(given)}'. Did you mean --${near}?`);
  }
  throw new UsageError('contract needs --check, with two documents, or --learn, with the arguments of Jest.');
}

const checkOptions = {
  check: { type: 'boolean' },
  describes: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function checkCommandOf(args: readonly string[]): ContractCommand {
  let parsed: ReturnType<typeof parseCheck>;
  try {
    parsed = parseCheck(args);
  } catch (error) {
    throw new UsageError(argumentMistake(error as Error, { args, options: checkOptions, lacks: 'contract --check has' }));
  }
  const { describes = 'server', json = false, help } = parsed.values;
  if (help) return { kind: 'help' };
  if (describes !== 'server' && describes !== 'client') {
    throw new UsageError(`--describes takes server or client, not ${show(describes)}.`);
  }
  const [old, now, ...more] = parsed.positionals;
  if (old === undefined || now === undefined || more.length > 0) {
    throw new UsageError('contract --check takes two documents: the old one and the new one.');
  }
  return { kind: 'check', old, now, describes, json };
}

const parseCheck = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: checkOptions, allowPositionals: true, strict: true });

/** Options that make Jest wait for changes, so that it would never end. */
const WATCHING = /^--watch(All)?(=(?!false)|$)/;

/** An address from the root, with a parameter that is a whole segment of it. */
const ADDRESS = /^\/(.*\/)?\{[^{}]+\}(\/|$)/;

/** Reads our own options. All other arguments go to Jest. */
function learnCommandOf(args: readonly string[]): ContractCommand {
  const jest: string[] = [];
  const addresses: string[] = [];
  let output = DEFAULT_DOCUMENT;
  let force = false;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === '--') {
      jest.push(...args.slice(index));
      break;
    }
    const [, option, given] = /^--(output|address)(?:=(.*))?$/.exec(arg) ?? [];
    if (arg === '--learn') continue;
    else if (arg === '--force') force = true;
    else if (option === 'output') {
      const path = given ?? args[++index];
      if (path === undefined || path === '' || path.startsWith('--'))
        throw new UsageError('--output needs the path of a document.');
      output = path;
    } else if (option === 'address') {
      const address = given ?? args[++index];
      if (address === undefined || !ADDRESS.test(address))
        throw new UsageError("--address needs an address with a parameter: --address '/rooms/{room}'.");
      addresses.push(address);
    } else if (arg === '--help' || arg === '-h') return { kind: 'help' };
    else if (WATCHING.test(arg)) throw new UsageError(`contract --learn runs the tests once: leave out ${oneLine(arg)}.`);
    else jest.push(arg);
  }
  if (!/\.(ya?ml|json)$/i.test(output))
    throw new UsageError(`--output needs the path of a document that ends in .yaml, .yml or .json, not ${show(output)}.`);
  return { kind: 'learn', output, force, addresses, jest };
}
