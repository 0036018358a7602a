/**
 * HTML that is safe by construction: `html` escapes every value that is not HTML already. Runs on the servers of the
 * applications and in the page of Online Banking alike, hence plain JavaScript.
 */

/** A piece of HTML whose values were escaped. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/**
 * @typedef {Html | string | number | false | null | undefined} HtmlPiece
 * @typedef {HtmlPiece | readonly HtmlPiece[]} HtmlValue
 */

/**
 * Template tag. `false`, `null` and `undefined` leave nothing; arrays are joined.
 * @param {TemplateStringsArray} strings
 * @param {HtmlValue[]} values
 * @returns {Html}
 */
export function html(strings, ...values) {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += render(value) + (strings[index + 1] ?? '');
  });
  return new Html(text);
}

/**
 * Escapes text for element content and quoted attributes.
 * @param {string} text
 */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {HtmlValue} value
 * @returns {string}
 */
function render(value) {
  if (value === false || value === null || value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeHtml(String(value));
}
