import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './free-port';
import { folderWith, started } from './running';

/** Starts mosquitto with MQTT over WebSocket, where rob has the password `secret` and others have no name. Gives its URL. */
export async function mosquitto(): Promise<string> {
  const port = await freePort();
  const folder = folderWith({ passwords: `rob:${hashed('secret')}\n` });
  // it serves WebSockets only beside something else, here a socket in its folder; as root it would become another user
  const config = [
    'user root',
    'log_dest stderr',
    'allow_anonymous true',
    `password_file ${join(folder, 'passwords')}`,
    `listener 0 ${join(folder, 'socket')}`,
    `listener ${port} 127.0.0.1`,
    'socket_domain ipv4',
    'protocol websockets',
  ];
  const path = join(folderWith({ 'mosquitto.conf': `${config.join('\n')}\n` }), 'mosquitto.conf');
  await started('mosquitto', ['-c', path], /running/);
  return `ws://127.0.0.1:${port}`;
}

/** As mosquitto_passwd writes it. */
function hashed(password: string): string {
  const salt = randomBytes(12);
  return ['', '7', '101', salt.toString('base64'), pbkdf2Sync(password, salt, 101, 64, 'sha512').toString('base64')].join('$');
}
