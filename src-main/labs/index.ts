export { type LabCommandOptions, registerLabCommands } from './cli.ts';
export { groundPorts } from './core-ports.ts';
export { createLabs, type LabHandlers, type Labs } from './labs.ts';
export type { ApiCall, GatewayToken, LabPorts, Played, VerbHost, WorldNames } from './ports.ts';
export type { LabSandbox, StartSandbox } from './proof/test-pack.ts';
