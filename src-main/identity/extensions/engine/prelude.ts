/**
 * Runs in each script's own world before the script: ties what is handed in to names, and keeps the functions that the
 * sandbox itself needs, so that nothing that a script does to built-in objects reaches them.
 */
export const PRELUDE = `
((log, call, veto, noCalls, lineLength) => {
  'use strict';
  const { parse, stringify } = JSON;
  const { freeze, defineProperty } = Object;
  const Text = String;
  const Failed = Error;
  const slice = Function.prototype.call.bind(String.prototype.slice);
  const then = Function.prototype.call.bind(Promise.prototype.then);
  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Failed) return Text(value);
    const json = stringify(value);
    return json === undefined ? Text(value) : json;
  };
  const say = (...values) => {
    let line = '';
    for (let at = 0; at < values.length && line.length < lineLength; at += 1)
      line += (at === 0 ? '' : ' ') + slice(shown(values[at]), 0, lineLength);
    log(slice(line, 0, lineLength));
  };
  const give = (name, value) => defineProperty(globalThis, name, { value });
  give('console', freeze({ log: say, info: say, warn: say, error: say, debug: say }));
  give('call', freeze((method, path, options) => {
    if (noCalls !== '') throw new Failed(noCalls);
    return then(call(Text(method), Text(path), stringify(options === undefined ? {} : options)), parse);
  }));
  if (veto !== undefined)
    give('veto', freeze((words) => {
      veto(slice(Text(words === undefined ? 'no reason given' : words), 0, lineLength));
      throw new Failed('vetoed');
    }));
  return {
    invoke: (handler, argument) => handler(parse(argument)),
    encode: (value) => {
      const json = stringify(value);
      return json === undefined ? 'null' : json;
    },
    explain: (thrown) => {
      const known = thrown !== null && typeof thrown === 'object';
      return stringify({
        name: known ? slice(Text(thrown.name), 0, 100) : '',
        message: slice(Text(known ? thrown.message : thrown), 0, lineLength),
        stack: known ? slice(Text(thrown.stack), 0, 2000) : '',
      });
    },
  };
})
`;
