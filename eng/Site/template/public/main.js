// The words of Japanese contain the Chinese characters, so its rules keep them in the index of the search; docfx has no
// rules for Chinese itself. SearchIndex.cs adds the words of Chinese pages.
export default {
  lunrLanguages: ['en', 'ja'],
}
