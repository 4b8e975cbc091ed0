mod suite;
mod translation;
