import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate --name WHAT-CHANGES` writes the next migration; read it before it is committed. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './core/store/schema.ts',
  out: './core/store/migrations',
  casing: 'snake_case',
})
