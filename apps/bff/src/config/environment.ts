import { isIP } from 'node:net';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

const proxyRange = z
  .string()
  .refine(
    isAddressRange,
    'Use addresses, ranges such as 10.0.0.0/8, or loopback, linklocal, uniquelocal, separated by commas',
  );

const environmentSchema = z.object({
  PORT: z.coerce.number('Use a number from 0 to 65535').int().min(0).max(65_535).default(8780),
  HOST: z.string().default('127.0.0.1'),
  ORRERY_DATA_DIR: z.string().default('./.orrery'),
  ORRERY_CONFIG: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'Use postgresql://user:password@host/database')
    .optional(),
  ORRERY_ADMIN_PASSWORD: z.string().min(8, 'Use at least 8 characters').max(256).optional(),
  ORRERY_DEMO: z.enum(['0', '1'], 'Use 0 or 1').optional(),
  ORRERY_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'Use http(s)://name[:port]' }).optional(),
  ORRERY_TRUSTED_PROXIES: z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .pipe(z.array(proxyRange))
    .optional(),
  ORRERY_SECRET_KEY: z.string().optional(),
  ORRERY_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  NODE_ENV: z.string().optional(),
});

export interface Environment {
  port: number;
  host: string;
  dataDir: string;
  /** `given`: somebody named it, so it must be there. */
  configFile: { path: string; given: boolean };
  databaseUrl: string | undefined;
  adminPassword: string | undefined;
  /** Undefined when nobody said: the demo is then shown while nothing else is configured. */
  demo: boolean | undefined;
  /** Origin that browsers reach us under, when that is not simply the Host they send. */
  publicOrigin: string | undefined;
  trustedProxies: readonly string[];
  secretKey: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Answers are checked against the contract before they leave: everywhere but in production. */
  checkResponses: boolean;
}

/** Reads the environment once; nothing else in the BFF looks at it. An empty variable counts as unset. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new ConfigError(`The environment is wrong:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.ORRERY_DATA_DIR,
    configFile: { path: env.ORRERY_CONFIG ?? './orrery.yaml', given: env.ORRERY_CONFIG !== undefined },
    databaseUrl: env.DATABASE_URL,
    adminPassword: env.ORRERY_ADMIN_PASSWORD,
    demo: env.ORRERY_DEMO === undefined ? undefined : env.ORRERY_DEMO === '1',
    publicOrigin: env.ORRERY_PUBLIC_URL === undefined ? undefined : new URL(env.ORRERY_PUBLIC_URL).origin,
    trustedProxies: env.ORRERY_TRUSTED_PROXIES ?? [],
    secretKey: env.ORRERY_SECRET_KEY,
    logLevel: env.ORRERY_LOG_LEVEL,
    checkResponses: env.NODE_ENV !== 'production',
  };
}

function isAddressRange(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
