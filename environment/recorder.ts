import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { threadId } from 'node:worker_threads';
import { conversationRecord, type PrintingServer } from '../src/record/conversation-record';
import { PositionsRecorder } from '../src/record/positions';
import type { ErrorRecord, LineOfCode, TestRecord, WaitRecord } from '../src/record/test-record';
import type { Realm } from '../src/runtime/realm';
import { maskText } from '../src/text/mask';
import { said } from '../src/text/show';
import type { Scope } from '../src/waiting/scope';
import type { Test } from './jest-internals';
import type { RecordsPlace } from './records-folder';
import { framesOf, replacementError } from './replacement-error';

export interface RecordedAttempt {
  readonly test: Test;
  /** The scopes of the test, then those around it. */
  readonly scopes: readonly Scope[];
  readonly servers: readonly PrintingServer[];
  /** Sentences that may help, where it has failed. */
  readonly hints?: readonly string[];
}

interface Began {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** In ms since 1970. */
  readonly time: number;
}

/**
 * Writes down what happened in each attempt of a test, for the report. Each is a line of a file of this worker, written at
 * once: a worker that is killed loses the test that it runs, and no other.
 */
export class Recorder {
  readonly #path: string;
  #descriptor: number | undefined;
  readonly #file: string;
  readonly #project: string;
  readonly #realm: Realm;
  readonly #positions = new PositionsRecorder();
  readonly #began = new WeakMap<Test, Began>();

  constructor({ folder, file, project }: RecordsPlace, realm: Realm) {
    this.#path = join(folder, `${process.pid}-${threadId}.jsonl`);
    this.#file = file;
    this.#project = project;
    this.#realm = realm;
  }

  begin(test: Test): void {
    this.#began.set(test, { at: performance.now(), time: Date.now() });
  }

  /** Never throws: a report that cannot be written fails no test. */
  record(attempt: RecordedAttempt): void {
    try {
      this.#write(JSON.stringify(this.#recordOf(attempt)));
    } catch (error) {
      const problem = `What happened in "${titlesOf(attempt.test).join(' › ')}" could not be recorded: ${said(error)}`;
      try {
        this.#write(JSON.stringify({ problem }));
      } catch {
        // the disk is full, or the folder is gone: the reporter finds the test without a record
      }
    }
  }

  #write(line: string): void {
    this.#descriptor ??= openSync(this.#path, 'a');
    appendFileSync(this.#descriptor, `${line}\n`);
  }

  /** The test file is over. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #recordOf({ test, scopes, servers, hints = [] }: RecordedAttempt): TestRecord {
    const { at, time } = this.#began.get(test) ?? { at: performance.now(), time: Date.now() };
    const failed = test.errors.length > 0;
    const positions = this.#positions;
    const conversation = conversationRecord({ scopes, began: at, failed, servers, positions });
    return {
      file: this.#file,
      project: this.#project,
      titles: titlesOf(test),
      attempt: test.invocations,
      status: failed ? 'failed' : 'passed',
      startedAt: time,
      duration: Math.round(performance.now() - at),
      errors: test.errors.map((error, index) => this.#errorRecord(error, index === 0 ? hints : [], conversation.waits)),
      conversation,
    };
  }

  #errorRecord(given: Test['errors'][number], hints: readonly string[], waits: readonly WaitRecord[]): ErrorRecord {
    const [thrown, asyncError] = Array.isArray(given) ? (given as [unknown, Error | undefined]) : [given, undefined];
    const { name, message, stack } = replacementError(this.#realm, thrown, asyncError);
    const prefix = name === 'Error' || name === 'JestAssertionError' ? '' : `${name}: `;
    const text = maskText(stripVTControlCharacters([prefix + message, ...hints].join('\n\n')));
    const position = positionIn(framesOf(stack), this.#file);
    const wait = position ? waits.findLastIndex((one) => one.outcome !== 'satisfied' && isSame(one.position, position)) : -1;
    return { message: text, ...(position && { position }), ...(wait !== -1 && { wait }) };
  }
}

function titlesOf({ name, parent }: Test): string[] {
  const titles = [name];
  for (let block = parent; block.parent; block = block.parent) titles.unshift(block.name);
  return titles;
}

const FRAME = /^\s*at (?:.*\()?(?:file:\/\/)?(.+):(\d+):(\d+)\)?$/;

/** The line of the test file, else the innermost of the user's own. */
function positionIn(frames: string, testFile: string): LineOfCode | undefined {
  const lines = frames.split('\n').flatMap((frame): LineOfCode | [] => {
    const [, file, line, column] = FRAME.exec(frame) ?? [];
    const isUsers = file !== undefined && !/[\\/]node_modules[\\/]|^node:/.test(file);
    return isUsers ? { file, line: Number(line), column: Number(column) } : [];
  });
  return lines.find(({ file }) => file === testFile) ?? lines[0];
}

const isSame = (one: LineOfCode, other: LineOfCode): boolean => one.file === other.file && one.line === other.line;
