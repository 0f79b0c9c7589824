import type { JestEnvironment } from '@jest/environment';
import { TestEnvironment } from 'jest-environment-node';
import { type EnvironmentClass, type ExtendedEnvironment, extendEnvironment } from '../environment/extend-environment';
import { register } from '../matchers/register';

/**
 * A Jest environment with managed WebSocket clients on top of another one, such as that of jsdom:
 * `withWebSockets(JsdomEnvironment)`.
 */
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

// for `import { withWebSockets }` in an ES module: Node finds those names by scanning the text for lines like these
exports.withWebSockets = withWebSockets;
exports.TestEnvironment = WebSocketEnvironment;
