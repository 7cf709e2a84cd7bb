const LINK = /\bhttps?:\/\/[^\s<>]+/g

export const findLinks = (text = '') => [...text.matchAll(LINK)].map(([href]) => ({ href }))

export const findLink = (text) => findLinks(text ?? '')[0]
