import { join } from 'node:path';
import { apiChanges } from '../../../commands/check/api-changes';
import { describedApi } from '../../../commands/check/described-api';
import { projectWith } from '../../support/contracts';

const version2 = (message: object) => ({
  asyncapi: '2.6.0',
  channels: { '/chat': { subscribe: { operationId: 'Said', message } } },
});

function changes(old: object, now: object): string[] {
  const root = projectWith({ 'old.json': version2(old), 'new.json': version2(now) });
  const api = (name: string) => describedApi(join(root, name), root, 'server');
  return apiChanges(api('old.json'), api('new.json')).map(({ text }) => text);
}

test('the content type of a trait is that of a message of version 2', () => {
  const message = { contentType: 'application/json', payload: { type: 'string' } };
  expect(changes(message, { ...message, traits: [{ contentType: 'application/xml' }] })).toEqual([
    'has the content type application/xml now, and had the content type application/json',
  ]);
});

test('the format of a trait is that of the schema of a message of version 2', () => {
  const payload = { type: 'record', name: 'Said', fields: [] };
  const avro = 'application/vnd.apache.avro;version=1.9.0';
  const message = { traits: [{ schemaFormat: avro }], payload };
  expect(changes(message, { schemaFormat: avro, payload })).toEqual([]);
});
