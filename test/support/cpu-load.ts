import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Keeps every core busy while the tests of a describe block run: their limits only end one that hangs. */
export function underCpuLoad(): void {
  let burners: ChildProcess[] = [];
  // ends by itself where this process is gone
  const burn = `while (process.ppid === ${process.pid}) for (let n = 0; n < 1e6; n++);`;

  beforeAll(() => {
    burners = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', burn], { stdio: 'ignore' }));
  });

  afterAll(async () => {
    const ended = burners.map((burner) => new Promise((resolve) => burner.once('close', resolve)));
    for (const burner of burners) burner.kill('SIGKILL');
    await Promise.all(ended);
  });
}
