/** What a command was called with: by a keybinding, a lens or a test, so nothing about it is sure. */

/** A property that is a text with something in it. */
export function textOf(argument: unknown, name: string): string | undefined {
  const value = propertyOf(argument, name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Those of a list that are texts; none if the property is no list. */
export function textsOf(argument: unknown, name: string): string[] {
  const value = propertyOf(argument, name);
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

/** A property that is a number. */
export function numberOf(argument: unknown, name: string): number | undefined {
  const value = propertyOf(argument, name);
  return typeof value === 'number' ? value : undefined;
}

/** Whether a property is there and null: "none", not "ask me". */
export function isNone(argument: unknown, name: string): boolean {
  return propertyOf(argument, name) === null;
}

export function isTrue(argument: unknown, name: string): boolean {
  return propertyOf(argument, name) === true;
}

function propertyOf(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null && Object.hasOwn(argument, name) ? (argument as Record<string, unknown>)[name] : undefined;
}
