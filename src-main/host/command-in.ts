/** What the command line answers to; anything else opens the window. */
const COMMANDS = new Set(['serve', 'lab', 'help', '--help', '--version']);

/**
 * The command among the arguments of the installed program, with what follows it. Chromium's own switches may stand before
 * it; they are not part of it.
 */
export function commandIn(args: readonly string[]): string[] | undefined {
  const at = args.findIndex((argument) => !argument.startsWith('-') || COMMANDS.has(argument));
  return COMMANDS.has(args[at] ?? '') ? args.slice(at) : undefined;
}
