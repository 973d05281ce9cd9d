"""Reading what an office has: CSV, XLSX, XLS, GeoJSON, GeoPackage, zipped Shapefile, Parquet. Every cell arrives as text."""
