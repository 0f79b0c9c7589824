import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** It ends by itself, should nobody end it. */
const LONGEST = 120_000;

/** Keeps every core busy while the tests of a describe block run. */
export function underCpuLoad(): void {
  let burners: ChildProcess[] = [];
  const burn = `const end = Date.now() + ${LONGEST}; while (Date.now() < end);`;

  beforeAll(() => {
    burners = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', burn], { stdio: 'ignore' }));
  });

  afterAll(async () => {
    const ended = burners.map((burner) => new Promise((resolve) => burner.once('close', resolve)));
    for (const burner of burners) burner.kill('SIGKILL');
    await Promise.all(ended);
  });
}
