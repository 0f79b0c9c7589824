import { nearestName } from '../src/text/nearest-name';
import { oneLine } from '../src/text/show';

interface Arguments {
  readonly args: readonly string[];
  /** As for `parseArgs`. */
  readonly options: object;
  /** What options with a value need: `the path of a folder`. */
  readonly needs?: Readonly<Record<string, string>>;
  /** How the sentence begins that goes on with "no option": `There is`. */
  readonly lacks: string;
}

/** What is wrong with the arguments of a command, in a sentence, by what `parseArgs` has thrown. */
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
