/** Parts of `natural` that ship without types. Deep imports only: the whole package costs seconds and 100 MB. */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(word: string): string }
  export = stemmer
}
