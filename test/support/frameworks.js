require('reflect-metadata');
const { createServer } = require('node:http');
const websocket = require('@fastify/websocket');
const { createAdaptorServer } = require('@hono/node-server');
const { createNodeWebSocket } = require('@hono/node-ws');
const { Module } = require('@nestjs/common');
const { WsAdapter } = require('@nestjs/platform-ws');
const { Test } = require('@nestjs/testing');
const { SubscribeMessage, WebSocketGateway } = require('@nestjs/websockets');
const express = require('express');
const fastify = require('fastify');
const { Hono } = require('hono');
const { WebSocketServer } = require('ws');

/** Applications, as the documentation of their frameworks has them, which send back what they get at `/echo`. */
exports.frameworks = {
  async Express() {
    const server = createServer(express());
    new WebSocketServer({ server, path: '/echo' }).on('connection', (socket) =>
      socket.on('message', (data) => socket.send(String(data))),
    );
    return server;
  },

  async Fastify() {
    const app = fastify();
    app.register(websocket);
    // there when the application is ready
    app.register(async (scope) => {
      scope.get('/echo', { websocket: true }, (socket) => {
        socket.on('message', (data) => socket.send(String(data)));
      });
    });
    return app;
  },

  /** Not initialised. */
  async Nest() {
    class Gateway {
      echo(_socket, data) {
        return { event: 'echo', data };
      }
    }
    WebSocketGateway({ path: '/echo' })(Gateway);
    SubscribeMessage('echo')(Gateway.prototype, 'echo', Object.getOwnPropertyDescriptor(Gateway.prototype, 'echo'));
    class Application {}
    Module({ providers: [Gateway] })(Application);
    const module = await Test.createTestingModule({ imports: [Application] }).compile();
    const app = module.createNestApplication({ logger: false });
    app.useWebSocketAdapter(new WsAdapter(app));
    return app;
  },

  async Hono() {
    const app = new Hono();
    const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });
    app.get(
      '/echo',
      upgradeWebSocket(() => ({ onMessage: ({ data }, socket) => socket.send(String(data)) })),
    );
    const server = createAdaptorServer(app);
    injectWebSocket(server);
    return server;
  },
};

/** What listens by itself, and has no WebSockets. */
exports.expressApp = () => express().get('/health', (_, response) => response.send('well'));
