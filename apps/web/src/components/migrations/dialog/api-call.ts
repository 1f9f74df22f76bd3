const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** One action as a call of the API that can be pasted into a shell. */
export function actionCall(path: string, args: object, origin: string): string {
  return [
    `curl -X POST ${origin}/api/v1${path}`,
    `  -H "Authorization: Bearer $ORRERY_TOKEN"`,
    `  -H "Content-Type: application/json"`,
    `  -d ${quoted(JSON.stringify(args, null, 2))}`,
  ].join(' \\\n');
}
