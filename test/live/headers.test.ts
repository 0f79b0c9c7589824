import type { IncomingHttpHeaders } from 'node:http';
import { type ConnectOptions, configure, connect, scenario } from 'jest-websocket';
import { serverThat } from '../support/servers';

const server = serverThat((socket, { headers }) => socket.send(JSON.stringify(headers)));

async function said(options: ConnectOptions): Promise<IncomingHttpHeaders> {
  return (await connect(server, options)).receive();
}

describe('headers have names without case', () => {
  beforeAll(() => configure({ headers: { 'X-Api-Key': 'configured', 'X-Tenant': 'blue' } }));

  test.each([[undefined], [null]])('%p takes away a configured one', async (nothing) => {
    const headers = await said({ headers: { 'x-api-key': nothing } });
    expect(headers).not.toHaveProperty('x-api-key');
    expect(headers).toHaveProperty('x-tenant', 'blue');
  });

  test('one takes the place of another', async () => {
    expect(await said({ headers: { 'x-API-key': 'mine' } })).toMatchObject({ 'x-api-key': 'mine', 'x-tenant': 'blue' });
  });

  test("ws' own option is added to the others, and wins", async () => {
    const headers = await said({ headers: { 'X-User': 'rob' }, ws: { headers: { 'x-api-key': 'raw', 'x-user': 'ann' } } });
    expect(headers).toMatchObject({ 'x-api-key': 'raw', 'x-tenant': 'blue', 'x-user': 'ann' });
  });

  test('configure() a second time, and connect() of a scenario a second time', async () => {
    configure({ headers: { 'x-tenant': undefined, 'X-User': 'rob' } });
    const run = await scenario('rob')
      .connect(server, { headers: { 'X-Room': '1' } })
      .connect({ headers: { 'x-room': undefined, 'x-user': 'ann' } })
      .expect({ 'x-user': 'ann' })
      .run();
    expect(run.client?.messages[0]).not.toHaveProperty('x-room');
    expect(run.client?.messages[0]).not.toHaveProperty('x-tenant');
  });
});
