import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadDocument } from '../../../src/asyncapi/load';
import { discriminatorOf } from '../../../src/contract/discriminator';
const root = '/work/shared/asyncapi';
const files = (readdirSync(root, { recursive: true }) as string[]).filter((f) => /ya?ml$/.test(f) && !f.includes('common') && statSync(join(root, f)).isFile());
test('all', () => {
  const lines: string[] = [];
  for (const f of files) {
    const t = performance.now();
    try {
      const c = loadDocument(join(root, f), root, 'server');
      lines.push(`${f} ${(performance.now() - t).toFixed(0)} ms ${c.channels.length} channels`);
      for (const ch of c.channels) {
        for (const op of ch.operations) {
          const d = discriminatorOf(op.messages);
          lines.push(`   ${ch.name} ${op.name} ${op.direction}: ${op.messages.map((m) => m.name)} / ${op.replies.map((m) => m.name)} ${d ? `by ${d.place}` : ''}`.slice(0, 220));
        }
      }
    } catch (e) {
      lines.push(`${f} FAILED ${(e as Error).message}`);
    }
  }
  require('fs').writeFileSync('/tmp/con-try.txt', lines.join('\n'));
});
