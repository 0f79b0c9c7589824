import { grouped } from '../src/text/grouped';
import { line } from './event-text';
import type { AttemptReport, Report, TestReport } from './report';

/** The last attempt of the test that was found, or a sentence that says why none was, and names the choices. */
export type FoundTest = { readonly name: string; readonly attempt: AttemptReport } | { readonly problem: string };

const MOST_CHOICES = 10;

/** Finds the test with this name or id; otherwise the only one whose name contains the text. */
export function findTest({ files }: Report, wanted: string): FoundTest {
  const all = files.flatMap((file) => file.tests.map((test) => ({ test, path: file.path, name: test.titles.join(' ') })));
  const exact = all.filter(({ test, name }) => isId(wanted, test) || name === wanted || nameOf(test) === wanted);
  const lower = wanted.toLowerCase();
  const fitting =
    exact.length > 0
      ? exact
      : all.filter(({ test, name }) => [name, nameOf(test)].some((one) => one.toLowerCase().includes(lower)));
  const [found] = fitting;
  const shown = line(wanted, 200);
  if (fitting.length > 1) {
    const choices = fitting.map(({ test, path }) => `${test.id}  ${line(nameOf(test), 200)} (${line(path, 200)})`);
    return { problem: `'${shown}' is in the names of several tests. Write the whole name of one, or its id:\n${list(choices)}` };
  }
  if (!found) {
    const choices = all.filter(({ test }) => hasConversation(test)).map(({ test }) => line(nameOf(test), 200));
    const advice = choices.length === 0 ? 'None of its tests has opened a client.' : `There are:\n${list(choices)}`;
    return { problem: `The report has no test with '${shown}' in its name. ${advice}` };
  }
  const attempt = found.test.attempts.at(-1);
  const name = nameOf(found.test);
  return attempt && hasConversation(found.test)
    ? { name, attempt }
    : { problem: `The test '${line(name, 200)}' has opened no client.` };
}

/** Whether a text is the id of a test. In a report merged from several packages, ids are longer than in a report of one. */
const isId = (wanted: string, { id }: TestReport): boolean =>
  id === wanted || (/^[\da-f]{12}$/.test(wanted) && id.startsWith(wanted));

const nameOf = ({ titles }: TestReport): string => titles.join(' › ');

const hasConversation = ({ attempts }: TestReport): boolean => (attempts.at(-1)?.conversation.clients.length ?? 0) > 0;

function list(choices: readonly string[]): string {
  const shown = choices.slice(0, MOST_CHOICES).map((choice) => `  ${choice}`);
  const more = choices.length - shown.length;
  return [...shown, ...(more > 0 ? [`  … and ${grouped(more)} more`] : [])].join('\n');
}
