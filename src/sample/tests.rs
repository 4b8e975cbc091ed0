mod documents;
mod keywords;
