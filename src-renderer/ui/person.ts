/** The name that a person goes by on buttons and tabs: `Alice` of `Alice Moreau`. */
export function firstName(persona: { name: string }): string {
  return persona.name.split(' ', 1)[0] ?? persona.name;
}
