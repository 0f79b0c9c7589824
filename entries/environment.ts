import type { JestEnvironment } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import { type EnvironmentClass, type ExtendedEnvironment, extendEnvironment } from '../environment/extend-environment';
import { register } from '../matchers/register';

/** The same on top of another environment, such as that of jsdom. */
function withWebSockets<Environment extends JestEnvironment>(
  Base: EnvironmentClass<Environment>,
): EnvironmentClass<Environment & ExtendedEnvironment> {
  return extendEnvironment(Base, register);
}

/** The Jest environment of `preset: 'jest-websocket'`: that of Node, with managed WebSocket clients. */
class WebSocketEnvironment extends withWebSockets(TestEnvironment) {}

// a namespace, so that TypeScript knows named imports of them
declare namespace WebSocketEnvironment {
  const _withWebSockets: typeof withWebSockets;

  // biome-ignore lint/style/useExportType: a value, which a type alone could not be called as
  export { _withWebSockets as withWebSockets, WebSocketEnvironment as TestEnvironment };
}

Object.assign(WebSocketEnvironment, { withWebSockets, TestEnvironment: WebSocketEnvironment });

export = WebSocketEnvironment;

// only for Node, which reads from these lines, without running them, which names an ES module may import
exports.withWebSockets = withWebSockets;
exports.TestEnvironment = WebSocketEnvironment;
