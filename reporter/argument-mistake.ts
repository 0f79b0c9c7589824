import { nearestName } from '../src/text/nearest-name';
import { oneLine } from '../src/text/show';

interface Arguments {
  readonly args: readonly string[];
  /** As for `parseArgs`. */
  readonly options: object;
  /** The values that options need, in words: `the path of a folder`. */
  readonly needs?: Readonly<Record<string, string>>;
  /** The beginning of a sentence that goes on with "no option": `There is`. */
  readonly lacks: string;
}

/** A sentence about what is wrong with the arguments of a command, made of the error of `parseArgs`. */
export function argumentMistake(error: Error, { args, options, needs = {}, lacks }: Arguments): string {
  const [, name = ''] = /^Unknown option '-*([^']*)'/.exec(error.message) ?? [];
  if (name !== '') {
    const near = nearestName(name, Object.keys(options));
    const names = Object.keys(options).map((one) => `--${one}`);
    const given = args.find((arg) => arg.startsWith('-') && arg.includes(name)) ?? name;
    return `${lacks} no option '${oneLine(given)}'. ${near ? `Did you mean --${near}?` : `There are ${names.join(', ')}.`}`;
  }
  const [, lacking = ''] = /'(?:-\w, )?--(\w+) <value>'/.exec(error.message) ?? [];
  if (needs[lacking] !== undefined) return `--${lacking} needs ${needs[lacking]}.`;
  return oneLine(`${error.message.split('\n')[0]?.replace(/\.$/, '')}.`);
}
