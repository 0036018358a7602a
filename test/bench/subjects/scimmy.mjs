import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { ready } from '../lib/subject.mjs';

// Packages of the bench alone: the project is checked without them.
const load = createRequire(import.meta.url);
const express = load('express');
const SCIMMY = load('scimmy').default;
const SCIMMYRouters = load('scimmy-routers').default;

/** scimmy with its routers for express, over a Map: nothing is kept, nothing is recorded. */
const TOKEN = 'bench';
/** @type {Map<string, any>} */
const users = new Map();
/** @type {Set<string>} */
const names = new Set();

SCIMMY.Resources.declare(SCIMMY.Resources.User, {
  ingress: (/** @type {any} */ resource, /** @type {any} */ data) => {
    const name = String(data.userName).toLowerCase();
    if (!resource.id && names.has(name)) throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName is taken');
    names.add(name);
    const id = resource.id ?? randomUUID();
    const user = { ...data, id, meta: { created: new Date(), lastModified: new Date() } };
    users.set(id, user);
    return user;
  },
  egress: (/** @type {any} */ resource) => {
    if (resource.id) return users.get(resource.id) ?? [];
    const all = [...users.values()];
    return resource.filter ? resource.filter.match(all) : all;
  },
  degress: (/** @type {any} */ resource) => {
    users.delete(String(resource.id));
  },
});

const app = express();
app.use(
  '/scim2',
  new SCIMMYRouters({
    type: 'bearer',
    handler: (/** @type {any} */ request) => {
      if (request.header('Authorization') !== `Bearer ${TOKEN}`) throw new Error('no token');
      return 'bench';
    },
  }),
);
await ready(createServer(app), { path: '/scim2', token: TOKEN });
