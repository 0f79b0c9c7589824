import { oneLine } from '../text/show';
import { UsageError } from '../text/usage-error';

const LONGEST = 500;

/** A document that cannot be a contract. The message says where, and what. */
export class DocumentProblem extends UsageError {
  constructor(file: string, line: number | undefined, problem: string, pointer = '') {
    const where = line === undefined ? file : `${file}:${line}`;
    const end = problem.endsWith('?') ? '' : '.';
    super(oneLine(`${where}: ${pointer === '' ? '' : `${pointer} `}${problem}${end}`, LONGEST));
  }
}
