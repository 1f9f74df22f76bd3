const shape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** PostgreSQL refuses other text for a uuid column with an error, where we mean "there is none". */
export const isUuid = (text: string): boolean => shape.test(text);
