import { ormOptions } from './src/store/orm.ts'

/** For MikroORM's own tools; the program itself uses `src/store/orm.ts`. */
export default ormOptions(process.env.DATABASE_URL ?? 'sqlite:data/aftercare.sqlite')
