import type { ConnectOptions } from '../connection/connect-options';
import { isTokenProtocol } from '../connection/redirect';
import { upgradeOptions } from '../connection/upgrade-options';
import { decoded } from '../text/decoded';
import { isSecret } from '../text/secret-names';

/** The secrets that the user connects with: a server may repeat them under any name. */
export function givenSecrets(address: string, options: ConnectOptions): string[] {
  const { username, password, searchParams } = new URL(address);
  const { headers = {}, protocols } = upgradeOptions(options);
  const parameters = [...searchParams].flatMap(([name, value]) => (isSecret(name, value, 'parameter') ? value : []));
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => ofHeader(name, String(one ?? ''))),
  );
  const cookies = Object.values(options.cookies ?? {}).map((value) => String(value ?? ''));
  return [decoded(username), decoded(password), ...parameters, ...ofHeaders, ...cookies, ...protocols.filter(isTokenProtocol)];
}

/** The secrets of a header: its whole value, and the credentials without their scheme; of cookies, those with a secret name. */
function ofHeader(name: string, value: string): string[] {
  if (/^cookie$/i.test(name)) {
    const pairs = value.split(/;\s*/).map((pair) => pair.split(/=(.*)/s));
    return pairs.flatMap(([cookie = '', one = '']) => (isSecret(cookie, one, 'parameter') ? one : []));
  }
  return isSecret(name, value, 'parameter') ? [value, ...value.split(/[\s;=,]+/)] : [];
}
