/** Whether a path matches a template; `{name}` stands for one segment that is not empty. */
export function matchesTemplate(template: string, path: string): boolean {
  return matchesSegments(template.split('/'), path.split('/'));
}

/** The same over segments that were split already. */
export function matchesSegments(template: readonly string[], path: readonly string[]): boolean {
  if (template.length !== path.length) return false;
  for (let index = 0; index < template.length; index += 1) {
    const wanted = template[index] ?? '';
    const given = path[index] ?? '';
    if (isParameter(wanted) ? given === '' : wanted !== given) return false;
  }
  return true;
}

/** Whether a segment of a template is a parameter. */
export function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

/** Whether an operation that takes `allowed` takes `method`; GET implies HEAD (RFC 9110 §9.3.2). */
export function takesMethod(allowed: readonly string[], method: string): boolean {
  return allowed.includes(method) || (method === 'HEAD' && allowed.includes('GET'));
}
